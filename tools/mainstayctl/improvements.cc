// improvements list, get, create, update, start, check, repeat, standardize, cancel, plan, changes
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ImprovementService/";
constexpr char kHelp[] = "improvementActions/…, or the id that the list shows";

absl::StatusOr<std::string> ActionName(Session&, const std::string& text) {
  return InCollection("improvementActions", text);
}

Verb OnAction(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "action",
          .argument_help = kHelp,
          .resolve = ActionName,
          .with_etag = true};
}

template <class Request>
absl::Status Send(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const auto action,
                   session.Call<ImprovementAction>(absl::StrCat(kService, method), request));
  session.PrintRecord(action);
  return absl::OkStatus();
}

absl::StatusOr<google::type::Date> ParseDay(const std::string& text, const char* option) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return status::BadField(option, "must be a day such as 2026-09-30");
  }
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// "2026Q3".
absl::StatusOr<PlanQuarter> ParseQuarter(const std::string& text) {
  PlanQuarter quarter;
  int year = 0, number = 0;
  if (text.size() != 6 || (text[4] != 'Q' && text[4] != 'q') ||
      !absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5), &number)) {
    return status::BadField("quarter", "must look like 2026Q3");
  }
  quarter.set_year(year);
  quarter.set_quarter(number);
  return quarter;
}

void AddCreate(CLI::App& improvements, Chosen& chosen) {
  struct Options {
    std::string title, owner, due, quarter, figure, category, kind, unit, source;
    std::optional<double> goal;
    std::vector<std::string> cases, requirements;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      improvements, "create",
      "Plan an action (计划): create \"Another supplier of seals\" --due 2026-09-30 --figure "
      "received_count --category product.defect --quarter 2026Q3",
      chosen, [options](Session& session) -> absl::Status {
        CreateImprovementActionRequest request;
        ImprovementAction& action = *request.mutable_improvement_action();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, &action, nullptr));
        }
        action.set_title(options->title);
        if (!options->owner.empty()) action.set_owner(options->owner);
        if (!options->due.empty()) {
          ASSIGN_OR_RETURN(*action.mutable_due_date(), ParseDay(options->due, "--due"));
        }
        if (!options->quarter.empty()) {
          ASSIGN_OR_RETURN(*action.mutable_quarter(), ParseQuarter(options->quarter));
        }
        for (const std::string& text : options->cases) {
          ASSIGN_OR_RETURN(*action.add_cases(), ResolveOfAccount(session, "cases", text));
        }
        for (const std::string& text : options->requirements) {
          action.add_requirements(InCollection("requirements", text));
        }
        if (!options->figure.empty()) {
          ImprovementMeasure& measure = *action.mutable_measure();
          RETURN_IF_ERROR(SetField(&measure, absl::StrCat("figure=", options->figure)));
          RETURN_IF_ERROR(SetField(&measure, absl::StrCat("kind=", options->kind)));
          measure.set_category(options->category);
          measure.set_unit(options->unit);
          measure.set_source(options->source);
          if (options->goal) measure.set_goal(*options->goal);
        }
        ApplyWriteOptions(options->write, &request);
        return Send(session, "CreateImprovementAction", request);
      });
  command->add_option("title", options->title, "What is done")->required();
  command->add_option("--owner", options->owner, "Who is in charge; you when absent");
  command->add_option("--due", options->due, "By which day");
  command->add_option("--quarter", options->quarter, "Of which quarter's plan: 2026Q3");
  command->add_option("--case", options->cases, "A case that it is about; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--requirement", options->requirements, "A requirement; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--figure", options->figure,
                      "by_hand, received_count, reopened_count, came_back_count, "
                      "first_time_right_rate, median_settling_hours, "
                      "first_answer_attainment_rate or resolve_attainment_rate");
  command->add_option("--category", options->category,
                      "Measured of that category and all under it");
  command->add_option("--kind", options->kind, "Measured of that kind of cases");
  command->add_option("--unit", options->unit, "Of what is measured by hand");
  command->add_option("--source", options->source, "Where that comes from");
  command->add_option("--goal", options->goal, "What is to be reached");
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

// "start" and "check": what is measured of a period.
template <class Request>
void AddMeasuring(CLI::App& improvements, Chosen& chosen, const char* name, const char* help,
                  const char* method, Measurement* (Request::*measurement)()) {
  struct Options {
    std::string action, from, to;
    std::optional<double> value;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(improvements, name, help, chosen,
                 [options, method, measurement](Session& session) -> absl::Status {
                   Request request;
                   request.set_name(InCollection("improvementActions", options->action));
                   Measurement& asked = *(request.*measurement)();
                   ASSIGN_OR_RETURN(*asked.mutable_first_day(), ParseDay(options->from, "--from"));
                   ASSIGN_OR_RETURN(*asked.mutable_last_day(), ParseDay(options->to, "--to"));
                   if (options->value) asked.set_value(*options->value);
                   ApplyWriteOptions(options->write, &request);
                   return Send(session, method, request);
                 });
  command->add_option("action", options->action, kHelp)->required();
  command->add_option("--from", options->from, "The first day of the period")->required();
  command->add_option("--to", options->to, "The last day")->required();
  command->add_option("--value", options->value, "What was measured by hand");
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

void AddStandardize(CLI::App& improvements, Chosen& chosen) {
  struct Options {
    std::string action, outcome;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(improvements, "standardize",
                 "What worked becomes how things are done (标准化), which ends the action", chosen,
                 [options](Session& session) -> absl::Status {
                   StandardizeImprovementActionRequest request;
                   request.set_name(InCollection("improvementActions", options->action));
                   request.set_outcome(options->outcome);
                   ApplyWriteOptions(options->write, &request);
                   return Send(session, "StandardizeImprovementAction", request);
                 });
  command->add_option("action", options->action, kHelp)->required();
  command->add_option("outcome", options->outcome, "What is standard now")->required();
  AddRequestId(*command, options->write.request_id);
}

void AddPlan(CLI::App& improvements, Chosen& chosen) {
  auto quarter = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      improvements, "plan", "The improvement plan of a quarter (季度改进计划): plan 2026Q3", chosen,
      [quarter](Session& session) -> absl::Status {
        GetQuarterlyPlanRequest request;
        ASSIGN_OR_RETURN(*request.mutable_quarter(), ParseQuarter(*quarter));
        ASSIGN_OR_RETURN(const auto plan, session.Call<QuarterlyPlan>(
                                              absl::StrCat(kService, "GetQuarterlyPlan"), request));
        if (session.json()) {
          session.PrintRecord(plan);
          return absl::OkStatus();
        }
        Table topics({{.title = "CATEGORY", .shrinks = true},
                      {.title = "CASES", .right = true},
                      {.title = "OPEN", .right = true},
                      {.title = "COVERED", .right = true}});
        for (const auto& topic : plan.topics()) {
          topics.Add({topic.category().empty() ? "(none)" : Printable(topic.category()),
                      FormatCount(topic.case_count()), FormatCount(topic.open_count()),
                      FormatCount(topic.covered_count())});
        }
        Table actions({{.title = "STATE"},
                       {.title = "DUE"},
                       {.title = "OWNER"},
                       {.title = "ACTION", .shrinks = true}});
        for (const ImprovementAction& action : plan.improvement_actions()) {
          actions.Add({FormatField(action, "state"), FormatField(action, "due_date"),
                       Printable(action.owner()), Printable(action.title())});
        }
        session.out() << topics.Render(session.out_terminal()) << "\n"
                      << actions.Render(session.out_terminal());
        return absl::OkStatus();
      });
  command->add_option("quarter", *quarter, "2026Q3")->required();
}

}  // namespace

void AddImprovements(CLI::App& app, Chosen& chosen) {
  CLI::App* improvements =
      app.add_subcommand("improvements", "Corrective actions and their effect (纠正措施)");
  improvements->require_subcommand(1);
  AddList<ListImprovementActionsRequest, ListImprovementActionsResponse>(
      *improvements, chosen,
      {.name = "list",
       .help = "List the actions, the newest first",
       .method = absl::StrCat(kService, "ListImprovementActions"),
       .fields = {{"state", {.title = "STATE"}},
                  {"due_date", {.title = "DUE"}},
                  {"owner", {.title = "OWNER"}},
                  {"measure.figure", {.title = "FIGURE"}},
                  {"before.value", {.title = "BEFORE", .right = true}},
                  {"after.value", {.title = "AFTER", .right = true}},
                  {"cases", {.title = "CASES", .right = true}, Shown::kCount},
                  {"title", {.title = "ACTION", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "open = true"});
  Verb get = OnAction("get", "Show one action", "GetImprovementAction");
  get.writes = false;
  AddVerb<GetImprovementActionRequest, ImprovementAction>(*improvements, chosen, get);
  AddCreate(*improvements, chosen);
  AddUpdate(*improvements, chosen,
            OnAction("update", "Change what is written of it", "UpdateImprovementAction"),
            &UpdateImprovementActionRequest::mutable_improvement_action);
  AddMeasuring(*improvements, chosen, "start", "It is done now (执行); measures how it was before",
               "StartImprovementAction", &StartImprovementActionRequest::mutable_before);
  AddMeasuring(*improvements, chosen, "check",
               "Look at its effect (检查): measures how it is after", "CheckImprovementAction",
               &CheckImprovementActionRequest::mutable_after);
  AddVerb<RepeatImprovementActionRequest, ImprovementAction>(
      *improvements, chosen,
      OnAction("repeat", "It was not enough: another turn (再改进); needs --reason",
               "RepeatImprovementAction"));
  AddStandardize(*improvements, chosen);
  AddVerb<CancelImprovementActionRequest, ImprovementAction>(
      *improvements, chosen,
      OnAction("cancel", "Give it up (取消); needs --reason", "CancelImprovementAction"));
  AddPlan(*improvements, chosen);
  AddChanges<ListImprovementActionChangesRequest, ListImprovementActionChangesResponse>(
      *improvements, chosen,
      OnAction("changes", "List what changed: who, when, why", "ListImprovementActionChanges"));
}

}  // namespace mainstay::ctl
