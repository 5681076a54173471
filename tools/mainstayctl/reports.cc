// reports cases, backlog, pareto
#include <memory>
#include <string>
#include <utility>

#include <mainstay/feedback/v1/category_service.pb.h>
#include <mainstay/feedback/v1/report_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/report_tables.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ReportService/";

// Which cases, and whose.
struct SelectionOptions {
  std::string account = "-", from, to, zone, kind, category, by;
  int depth = 0, limit = 0;
  Language language = Language::kEnglish;
};

void AddSelection(CLI::App& command, SelectionOptions& options, const char* by_help) {
  command.add_option("account", options.account,
                     "Resource name, id or external id; every account when absent");
  command.add_option("--from", options.from, "Received on that day or later: 2026-01-01");
  command.add_option("--to", options.to, "Received on that day or before");
  command.add_option("--zone", options.zone, "Time zone of days and months; Asia/Shanghai");
  command.add_option("--kind", options.kind,
                     "complaint, question, suggestion or praise (投诉, 咨询, 建议, 表扬)");
  command.add_option("--category", options.category, "That category and all under it");
  command.add_option("--depth", options.depth, "Parts of categories that are told apart, 1 to 6");
  command.add_option("--by", options.by, by_help);
  command.add_option("--limit", options.limit, "At most so many rows")->check(CLI::Range(1, 1000));
  AddLanguageOption(command, options.language);
}

absl::Status SetDay(const std::string& text, const char* option, google::type::Date* date) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return status::BadField(option, "must be a day such as 2026-01-31");
  }
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
  return absl::OkStatus();
}

template <class Request>
absl::Status Apply(Session& session, const SelectionOptions& options, Request& request) {
  ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options.account));
  CaseSelection& selection = *request.mutable_selection();
  if (!options.from.empty()) {
    RETURN_IF_ERROR(SetDay(options.from, "--from", selection.mutable_first_day()));
  }
  if (!options.to.empty()) {
    RETURN_IF_ERROR(SetDay(options.to, "--to", selection.mutable_last_day()));
  }
  if (!options.kind.empty()) {
    RETURN_IF_ERROR(SetField(&selection, absl::StrCat("kind=", options.kind)));
  }
  selection.set_time_zone(options.zone);
  selection.set_category(options.category);
  selection.set_category_depth(options.depth);
  return absl::OkStatus();
}

// How the report calls what it counts by; categories by their names in Chinese.
absl::StatusOr<ReportWords> WordsFor(Session& session, const SelectionOptions& options) {
  ReportWords words{.language = options.language, .by = GroupingOf(options.by)};
  if (words.language == Language::kEnglish || words.by != "category") return words;
  ListCaseCategoriesRequest request;
  ListCaseCategoriesResponse categories;
  RETURN_IF_ERROR(FetchPages(session, "feedback/CategoryService/ListCaseCategories", {.all = true},
                             &request, &categories));
  for (const CaseCategory& one : categories.case_categories()) {
    words.categories[one.code()] = one.display_name_zh();
  }
  return words;
}

// Asks `method` and prints the answer. `by` and `limit` are what the request calls them.
template <class Request, class Report>
absl::Status Run(Session& session, const SelectionOptions& options, const char* method,
                 const char* by, void (Request::*set_limit)(int32_t),
                 void (*print)(Session&, const Report&, const ReportWords&)) {
  Request request;
  RETURN_IF_ERROR(Apply(session, options, request));
  RETURN_IF_ERROR(SetField(&request, absl::StrCat(by, "=", GroupingOf(options.by))));
  (request.*set_limit)(options.limit);
  ASSIGN_OR_RETURN(const auto report,
                   session.Call<Report>(absl::StrCat(kService, method), request));
  if (session.json()) {
    session.PrintRecord(report);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const ReportWords words, WordsFor(session, options));
  print(session, report, words);
  return absl::OkStatus();
}

// How the API names what these commands take.
absl::Status ByOptions(const absl::Status& status) {
  return NameFlags(status, {{"selection.first_day", "--from"},
                            {"selection.last_day", "--to"},
                            {"selection.category_depth", "--depth"},
                            {"selection.time_zone", "--zone"},
                            {"selection.", "--"},
                            {"group_by", "--by"},
                            {"dimension", "--by"},
                            {"page_size", "--limit"},
                            {"limit", "--limit"},
                            {"kind", "--kind"},
                            {"first_day", "--from"},
                            {"last_day", "--to"}});
}

template <class Request, class Report>
void AddReport(CLI::App& reports, Chosen& chosen, const char* name, const char* help,
               const char* by_help, const char* method, const char* by, const char* usual_by,
               void (Request::*set_limit)(int32_t),
               void (*print)(Session&, const Report&, const ReportWords&)) {
  auto options = std::make_shared<SelectionOptions>();
  options->by = usual_by;
  CLI::App* command =
      AddCommand(reports, name, help, chosen, [=](Session& session) -> absl::Status {
        return ByOptions(Run<Request, Report>(session, *options, method, by, set_limit, print));
      });
  AddSelection(*command, *options, by_help);
}

constexpr char kGroupingHelp[] =
    "account, manager, category, month, kind, severity, channel or assignee; one line for all "
    "when absent";

}  // namespace

void AddReports(CLI::App& app, Chosen& chosen) {
  CLI::App* reports = app.add_subcommand("reports", "Figures of cases (客诉统计)");
  reports->require_subcommand(1);
  AddReport(*reports, chosen, "cases", "How cases went: reports cases --by month --from 2026-01-01",
            kGroupingHelp, "GetCaseReport", "group_by", "", &GetCaseReportRequest::set_page_size,
            PrintReport);
  AddReport(*reports, chosen, "backlog",
            "How old the open cases are (积压): reports backlog --by assignee", kGroupingHelp,
            "GetCaseBacklog", "group_by", "", &GetCaseBacklogRequest::set_limit, PrintBacklog);
  AddReport(*reports, chosen, "pareto",
            "What most cases come from (帕累托): reports pareto --by cause",
            "What they come from: category (when absent), cause or product", "GetCasePareto",
            "dimension", "category", &GetCaseParetoRequest::set_limit, PrintPareto);
}

}  // namespace mainstay::ctl
