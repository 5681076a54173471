// reports cases, backlog, pareto
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/report_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "tools/mainstayctl/bar.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ReportService/";
constexpr int kBar = 24;  // columns

// Which cases, and whose.
struct SelectionOptions {
  std::string account = "-", from, to, zone, kind, category, by;
  int depth = 0, limit = 0;
};

void AddSelection(CLI::App& command, SelectionOptions& options, const char* by_help) {
  command.add_option("account", options.account,
                     "Resource name, id or external id; every account when absent");
  command.add_option("--from", options.from, "Received on that day or later: 2026-01-01");
  command.add_option("--to", options.to, "Received on that day or before");
  command.add_option("--zone", options.zone, "Time zone of days and months; Asia/Shanghai");
  command.add_option("--kind", options.kind, "complaint, question, suggestion or praise");
  command.add_option("--category", options.category, "That category and all under it");
  command.add_option("--depth", options.depth, "Parts of categories that are told apart, 1 to 6");
  command.add_option("--by", options.by, by_help);
  command.add_option("--limit", options.limit, "At most so many rows")->check(CLI::Range(1, 1000));
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

// "3.2 d" or "5.0 h"; empty when there is none.
std::string FormatSettling(bool has, const google::protobuf::Duration& time) {
  if (!has) return "";
  const double hours = static_cast<double>(time.seconds()) / 3600;
  return hours < 48 ? absl::StrFormat("%.1f h", hours) : absl::StrFormat("%.1f d", hours / 24);
}

std::string AttainmentOf(const CaseFigures& figures, ClockKind kind) {
  for (const ClockFigures& clock : figures.clocks()) {
    if (clock.clock() == kind && clock.has_attainment_rate()) {
      return FormatShare(clock.attainment_rate());
    }
  }
  return "";
}

template <class Group>
std::string LabelOf(const Group& group) {
  if (!group.account_display_name().empty()) return Printable(group.account_display_name());
  return group.key().empty() ? "(none)" : Printable(group.key());
}

std::string TitleOf(const std::string& by) { return by.empty() ? "" : absl::AsciiStrToUpper(by); }

void PrintReport(Session& session, const CaseReport& report, const std::string& by) {
  Table table({{.title = TitleOf(by), .shrinks = true},
               {.title = "CAME", .right = true},
               {.title = "OPEN", .right = true},
               {.title = "CLOSED", .right = true},
               {.title = "REOPENED", .right = true},
               {.title = "BACK", .right = true},
               {.title = "RIGHT AT ONCE", .right = true},
               {.title = "SETTLED IN", .right = true},
               {.title = "ANSWERED IN TIME", .right = true},
               {.title = "SOLVED IN TIME", .right = true},
               {.title = ""}});
  int64_t most = 1;
  for (const auto& group : report.groups()) {
    most = std::max(most, group.figures().received_count());
  }
  const auto add = [&](const std::string& label, const CaseFigures& f, const std::string& bar) {
    table.Add({label, FormatCount(f.received_count()),
               FormatCount(f.open_count() + f.resolved_count()), FormatCount(f.closed_count()),
               FormatCount(f.reopened_count()), FormatCount(f.came_back_count()),
               f.has_first_time_right_rate() ? FormatShare(f.first_time_right_rate()) : "",
               FormatSettling(f.has_median_settling_time(), f.median_settling_time()),
               AttainmentOf(f, CLOCK_KIND_FIRST_ANSWER), AttainmentOf(f, CLOCK_KIND_RESOLVE), bar});
  };
  for (const auto& group : report.groups()) {
    const double part =
        static_cast<double>(group.figures().received_count()) / static_cast<double>(most);
    add(LabelOf(group), group.figures(), BarText(part, kBar));
  }
  add("all", report.total(), "");
  session.out() << table.Render(session.out_terminal());
  if (!report.next_page_token().empty()) {
    session.err() << "there is more: --limit shows up to 1000\n";
  }
}

void AddReport(CLI::App& reports, Chosen& chosen) {
  auto options = std::make_shared<SelectionOptions>();
  CLI::App* command = AddCommand(
      reports, "cases", "How cases went: reports cases --by month --from 2026-01-01", chosen,
      [options](Session& session) -> absl::Status {
        GetCaseReportRequest request;
        RETURN_IF_ERROR(Apply(session, *options, request));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("group_by=", options->by)));
        request.set_page_size(options->limit);
        ASSIGN_OR_RETURN(const auto report, session.Call<CaseReport>(
                                                absl::StrCat(kService, "GetCaseReport"), request));
        if (session.json()) {
          session.PrintRecord(report);
        } else {
          PrintReport(session, report, options->by);
        }
        return absl::OkStatus();
      });
  AddSelection(*command, *options,
               "account, manager, category, month, kind, severity, channel or assignee");
}

std::string AgeText(const CaseBacklog::Age& age) {
  if (age.to_days() == 0) return absl::StrCat(">", age.from_days(), "D");
  return absl::StrCat(age.from_days(), "-", age.to_days(), "D");
}

void PrintBacklog(Session& session, const CaseBacklog& backlog, const std::string& by) {
  std::vector<Column> columns = {{.title = TitleOf(by), .shrinks = true},
                                 {.title = "OPEN", .right = true},
                                 {.title = "OVERDUE", .right = true},
                                 {.title = "WAITING", .right = true},
                                 {.title = "NOBODY'S", .right = true}};
  for (const CaseBacklog::Age& age : backlog.total().ages()) {
    columns.push_back({.title = AgeText(age), .right = true});
  }
  columns.push_back({.title = "OLDEST"});
  columns.push_back({.title = ""});
  Table table(std::move(columns));
  const int64_t most = backlog.groups_size() == 0 ? 1 : backlog.groups(0).open_count();
  const auto add = [&](const std::string& label, const CaseBacklog::Group& group,
                       const std::string& bar) {
    std::vector<std::string> cells = {
        label, FormatCount(group.open_count()), FormatCount(group.overdue_count()),
        FormatCount(group.waiting_count()), FormatCount(group.unassigned_count())};
    for (const CaseBacklog::Age& age : group.ages()) {
      cells.push_back(age.count() == 0 ? "" : FormatCount(age.count()));
    }
    cells.push_back(group.has_oldest_receive_time() ? FormatTime(group.oldest_receive_time()) : "");
    cells.push_back(bar);
    table.Add(std::move(cells));
  };
  for (const auto& group : backlog.groups()) {
    add(LabelOf(group), group,
        BarText(static_cast<double>(group.open_count()) / static_cast<double>(most), kBar));
  }
  add("all", backlog.total(), "");
  session.out() << table.Render(session.out_terminal());
}

void AddBacklog(CLI::App& reports, Chosen& chosen) {
  auto options = std::make_shared<SelectionOptions>();
  CLI::App* command = AddCommand(
      reports, "backlog", "How old the open cases are (积压): reports backlog --by assignee",
      chosen, [options](Session& session) -> absl::Status {
        GetCaseBacklogRequest request;
        RETURN_IF_ERROR(Apply(session, *options, request));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("group_by=", options->by)));
        request.set_limit(options->limit);
        ASSIGN_OR_RETURN(
            const auto backlog,
            session.Call<CaseBacklog>(absl::StrCat(kService, "GetCaseBacklog"), request));
        if (session.json()) {
          session.PrintRecord(backlog);
        } else {
          PrintBacklog(session, backlog, options->by);
        }
        return absl::OkStatus();
      });
  AddSelection(*command, *options,
               "account, manager, category, month, kind, severity, channel or assignee");
}

void AddPareto(CLI::App& reports, Chosen& chosen) {
  auto options = std::make_shared<SelectionOptions>();
  CLI::App* command = AddCommand(
      reports, "pareto", "What most cases come from (帕累托): reports pareto --by cause", chosen,
      [options](Session& session) -> absl::Status {
        GetCaseParetoRequest request;
        RETURN_IF_ERROR(Apply(session, *options, request));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("dimension=", options->by)));
        request.set_limit(options->limit);
        ASSIGN_OR_RETURN(const auto pareto, session.Call<CasePareto>(
                                                absl::StrCat(kService, "GetCasePareto"), request));
        if (session.json()) {
          session.PrintRecord(pareto);
          return absl::OkStatus();
        }
        Table table(
            {{.title = options->by.empty() ? "CATEGORY" : TitleOf(options->by), .shrinks = true},
             {.title = "CASES", .right = true},
             {.title = "SEVERE", .right = true},
             {.title = "SHARE", .right = true},
             {.title = "TOGETHER", .right = true},
             {.title = ""}});
        const double most = pareto.rows_size() == 0 ? 1 : pareto.rows(0).share();
        for (const CasePareto::Row& row : pareto.rows()) {
          table.Add({Printable(row.key()), FormatCount(row.count()),
                     FormatCount(row.severe_count()), FormatShare(row.share()),
                     FormatShare(row.cumulative_share()), BarText(row.share() / most, kBar)});
        }
        session.out() << table.Render(session.out_terminal());
        session.err() << FormatCount(pareto.other_count()) << " more behind these, "
                      << FormatCount(pareto.unknown_count()) << " that say none\n";
        return absl::OkStatus();
      });
  AddSelection(*command, *options, "category, cause or product");
}

}  // namespace

void AddReports(CLI::App& app, Chosen& chosen) {
  CLI::App* reports = app.add_subcommand("reports", "Figures of cases (客诉统计)");
  reports->require_subcommand(1);
  AddReport(*reports, chosen);
  AddBacklog(*reports, chosen);
  AddPareto(*reports, chosen);
}

}  // namespace mainstay::ctl
