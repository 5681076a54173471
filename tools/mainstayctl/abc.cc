// abc run, list, show, chart
#include <algorithm>
#include <memory>

#include <mainstay/accounts/v1/grading_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/abc.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/pareto.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

// Which analysis is meant: by its name, or the newest of a currency or of all.
struct Which {
  std::string name, currency;
};

void AddWhich(CLI::App& command, Which& which) {
  command.add_option("analysis", which.name, "Resource name or id; the newest when absent");
  command.add_option("--currency", which.currency, "The newest in this currency");
}

absl::StatusOr<AbcAnalysis> FindAnalysis(Session& session, const Which& which) {
  if (!which.name.empty()) {
    GetAbcAnalysisRequest request;
    request.set_name(InCollection("abcAnalyses", which.name));
    return session.Call<AbcAnalysis>("GradingService/GetAbcAnalysis", request);
  }
  ListAbcAnalysesRequest request;
  request.set_page_size(1);
  request.set_currency_code(absl::AsciiStrToUpper(which.currency));
  ASSIGN_OR_RETURN(const auto list, session.Call<ListAbcAnalysesResponse>(
                                        "GradingService/ListAbcAnalyses", request));
  if (list.abc_analyses_size() == 0) {
    return absl::NotFoundError(
        absl::StrCat("there is no analysis", which.currency.empty() ? "" : " in ",
                     request.currency_code(), " yet; run one: mainstayctl abc run",
                     which.currency.empty() ? "" : " --currency ", request.currency_code()));
  }
  return list.abc_analyses(0);
}

std::string WindowText(const AbcAnalysis& analysis) {
  const std::string from = FormatField(analysis, "start_time");
  const std::string to = FormatField(analysis, "end_time");
  return absl::StrCat(from.empty() ? "from the beginning" : absl::StrCat("from ", from), " ",
                      to.empty() ? "until it was run" : absl::StrCat("to ", to));
}

std::string ClassLetter(const AbcClassSummary& summary) {
  return absl::AsciiStrToUpper(FormatField(summary, "abc_class"));
}

void PrintSummary(Session& session, const AbcAnalysis& analysis) {
  std::ostream& out = session.out();
  out << session.out_terminal().Paint(Colour::kBold, analysis.name()) << "\n"
      << "sales in " << analysis.currency_code() << " " << WindowText(analysis) << "; run "
      << FormatField(analysis, "create_time") << " by " << Printable(analysis.actor()) << "\n";
  if (analysis.classes_size() == 0) return;  // callers who see only their team's accounts
  Table table({{.title = "CLASS"},
               {.title = "ACCOUNTS", .right = true},
               {.title = "OF ACCOUNTS", .right = true},
               {.title = "VALUE", .right = true},
               {.title = "OF VALUE", .right = true}});
  for (const AbcClassSummary& one : analysis.classes()) {
    table.Add({ClassLetter(one), FormatCount(one.accounts()), FormatShare(one.account_share()),
               FormatMoney(one.value()), FormatShare(one.value_share())});
  }
  out << table.Render(session.out_terminal()) << "80/20: the top "
      << FormatCount(analysis.top_account_count()) << " of "
      << FormatCount(analysis.account_count()) << " accounts make "
      << FormatShare(analysis.top_share()) << " of the value; net sales "
      << FormatMoney(analysis.net_sales()) << "\n";
}

void PrintRows(Session& session, const ListAbcRowsResponse& rows) {
  Table table({{.title = "RANK", .right = true},
               {.title = "ACCOUNT", .shrinks = true},
               {.title = "EXTERNAL ID"},
               {.title = "VALUE", .right = true},
               {.title = "SHARE", .right = true},
               {.title = "CUMULATIVE", .right = true},
               {.title = "CLASS"}});
  for (const AbcRow& row : rows.rows()) {
    const bool whole = row.rank() > 0;  // without rank and shares for those who see a part
    table.Add({whole ? FormatCount(row.rank()) : "", row.display_name(), row.external_id(),
               FormatMoney(row.value()), whole ? FormatShare(row.share()) : "",
               whole ? FormatShare(row.cumulative_share()) : "",
               absl::AsciiStrToUpper(FormatField(row, "abc_class"))});
  }
  session.out() << table.Render(session.out_terminal());
  if (!rows.next_page_token().empty()) session.err() << "there are more: --limit N or --all\n";
}

void AddRun(CLI::App& abc, Chosen& chosen) {
  struct Options {
    std::string from, to, request_id;
    AbcAnalysis analysis;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      abc, "run", "Rank and class all accounts by net sales, and keep the result", chosen,
      [options](Session& session) -> absl::Status {
        CreateAbcAnalysisRequest request;
        *request.mutable_abc_analysis() = options->analysis;
        AbcAnalysis& wanted = *request.mutable_abc_analysis();
        RETURN_IF_ERROR(NameFlags(SetField(&wanted, absl::StrCat("start_time=", options->from)),
                                  {{"start_time", "--from"}}));
        RETURN_IF_ERROR(NameFlags(SetField(&wanted, absl::StrCat("end_time=", options->to)),
                                  {{"end_time", "--to"}}));
        ApplyWriteOptions({.request_id = options->request_id}, &request);
        const auto analysis =
            session.Call<AbcAnalysis>("GradingService/CreateAbcAnalysis", request);
        if (!analysis.ok()) {
          return NameFlags(analysis.status(), {{"abc_analysis.start_time", "--from"},
                                               {"abc_analysis.end_time", "--to"},
                                               {"abc_analysis.currency_code", "--currency"},
                                               {"abc_analysis.a_threshold", "--a"},
                                               {"abc_analysis.b_threshold", "--b"},
                                               {"request_id", "--request-id"}});
        }
        if (session.json()) {
          session.PrintRecord(*analysis);
        } else {
          PrintSummary(session, *analysis);
        }
        return absl::OkStatus();
      });
  command->add_option("--from", options->from, "Trade from this time on, such as 2026-01-01");
  command->add_option("--to", options->to, "Trade before this time");
  command->add_option("--currency", *options->analysis.mutable_currency_code(),
                      "The currency whose trade counts; needed when there are several");
  command->add_option_function<double>(
      "--a", [options](double share) { options->analysis.set_a_threshold(share); },
      "A ends at this cumulative share; 0.8 when absent");
  command->add_option_function<double>(
      "--b", [options](double share) { options->analysis.set_b_threshold(share); },
      "B ends at this cumulative share; 0.95 when absent");
  command->add_flag_callback(
      "--trial", [options] { options->analysis.set_trial(true); },
      "Only a look (试算): what requirements are worth does not follow it");
  AddRequestId(*command, options->request_id);
}

void AddShow(CLI::App& abc, Chosen& chosen) {
  struct Options {
    ListOptions list;
    Which which;
    std::string abc_class;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      abc, "show", "Show the ABC analysis table (ABC分析表)", chosen,
      [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const AbcAnalysis analysis, FindAnalysis(session, options->which));
        ListAbcRowsRequest request;
        request.set_parent(analysis.name());
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("abc_class=", options->abc_class)));
        ListAbcRowsResponse response;
        RETURN_IF_ERROR(
            FetchPages(session, "GradingService/ListAbcRows", options->list, &request, &response));
        if (session.json()) {
          session.out() << FormatJson(response);
          return absl::OkStatus();
        }
        PrintSummary(session, analysis);
        PrintRows(session, response);
        return absl::OkStatus();
      });
  AddWhich(*command, options->which);
  command->add_option("--class", options->abc_class, "Only A, B or C")
      ->check(CLI::IsMember({"A", "B", "C"}, CLI::ignore_case));
  AddListOptions(*command, options->list);
}

void AddTiers(CLI::App& abc, Chosen& chosen) {
  struct Options {
    Which which;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      abc, "tiers", "Make the classes the accounts' tiers: A core, B potential, C general (分级)",
      chosen, [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const AbcAnalysis analysis, FindAnalysis(session, options->which));
        ApplyAbcTiersRequest request;
        request.set_name(analysis.name());
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto applied, session.Call<ApplyAbcTiersResponse>(
                                                 "GradingService/ApplyAbcTiers", request));
        if (session.json()) {
          session.out() << FormatJson(applied);
        } else {
          session.out() << FormatCount(applied.changed_count())
                        << " accounts have another tier now, by " << analysis.name() << "\n";
        }
        return absl::OkStatus();
      });
  AddWhich(*command, options->which);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

void AddChart(CLI::App& abc, Chosen& chosen) {
  struct Options {
    Which which;
    int width = 0, height = 16, top = 10;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      abc, "chart", "Draw the Pareto chart (二八法则)", chosen,
      [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const AbcAnalysis analysis, FindAnalysis(session, options->which));
        const Terminal& terminal = session.out_terminal();
        int width = options->width > 0 ? options->width : terminal.width;
        if (width == 0) width = 80;
        GetAbcChartRequest request;
        request.set_parent(analysis.name());
        request.set_max_points(std::clamp(2 * width, 10, 1000));
        ASSIGN_OR_RETURN(const auto chart,
                         session.Call<AbcChart>("GradingService/GetAbcChart", request));
        if (session.json()) {
          session.out() << FormatJson(chart);
          return absl::OkStatus();
        }
        session.out() << RenderPareto(chart, terminal, width, options->height) << "\n";
        PrintSummary(session, analysis);
        if (options->top == 0) return absl::OkStatus();
        ListAbcRowsRequest head;
        head.set_parent(analysis.name());
        head.set_page_size(options->top);
        ASSIGN_OR_RETURN(const auto rows,
                         session.Call<ListAbcRowsResponse>("GradingService/ListAbcRows", head));
        session.out() << "\n" << RenderBars(rows, terminal, width);
        return absl::OkStatus();
      });
  AddWhich(*command, options->which);
  command->add_option("--width", options->width, "Columns; the terminal's when absent")
      ->check(CLI::Range(40, 500));
  command->add_option("--height", options->height, "Rows of bars")
      ->check(CLI::Range(6, 100))
      ->capture_default_str();
  command->add_option("--top", options->top, "How many accounts to name below")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
}

}  // namespace

void PrintAbcClass(Session& session, const Account& account) {
  const auto analysis = FindAnalysis(session, {.currency = account.currency_code()});
  if (!analysis.ok()) return;
  ListAbcRowsRequest request;
  request.set_parent(analysis->name());
  request.set_account(account.name());
  const auto rows = session.Call<ListAbcRowsResponse>("GradingService/ListAbcRows", request);
  if (!rows.ok() || rows->rows_size() == 0) return;
  const AbcRow& row = rows->rows(0);
  std::string place;
  if (row.rank() > 0) {  // without rank and shares for those who see a part
    place = absl::StrCat(", rank ", FormatCount(row.rank()), ", ", FormatShare(row.share()),
                         " of the sales");
  }
  session.out() << RenderRecord(
      {{"abc_class", absl::StrCat(absl::AsciiStrToUpper(FormatField(row, "abc_class")), ": ",
                                  FormatMoney(row.value()), place)},
       {"abc_analysis", absl::StrCat(analysis->name(), ", ", WindowText(*analysis), " (",
                                     FormatField(*analysis, "create_time"), ")")}},
      session.out_terminal());
}

void AddAbc(CLI::App& app, Chosen& chosen) {
  CLI::App* abc = app.add_subcommand("abc", "ABC analysis (ABC分析): who makes our sales");
  abc->require_subcommand(1);
  AddRun(*abc, chosen);
  AddList<ListAbcAnalysesRequest, ListAbcAnalysesResponse>(
      *abc, chosen,
      {.name = "list",
       .help = "List analyses, newest first",
       .method = "GradingService/ListAbcAnalyses",
       .fields = {{"create_time", {.title = "WHEN"}},
                  {"start_time", {.title = "FROM"}},
                  {"end_time", {.title = "TO"}},
                  {"currency_code", {.title = "CURRENCY"}},
                  {"account_count", {.title = "ACCOUNTS", .right = true}},
                  {"total_value", {.title = "VALUE", .right = true}},
                  {"trial", {.title = "TRIAL"}},
                  {"actor", {.title = "WHO", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  AddShow(*abc, chosen);
  AddTiers(*abc, chosen);
  AddChart(*abc, chosen);
}

}  // namespace mainstay::ctl
