// sla list, get, create, update, activate, changes, plan; and in the group cases: clocks,
// clock-history, due
#include <memory>
#include <string>

#include <mainstay/feedback/v1/sla_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/SlaService/";
constexpr char kAccountHelp[] = "Resource name, id or external id; - for every account";
constexpr char kRulesHelp[] =
    R"(The rules come from a JSON file:
  {"displayName": "Strict", "rules": [{"kinds": ["CASE_KIND_COMPLAINT"],
    "calendar": "workingCalendars/cn", "acknowledgeMinutes": 30, "resolveMinutes": 900,
    "ladder": [{"when": "ESCALATION_TIME_AT_DUE", "roles": ["ESCALATION_ROLE_ASSIGNEE"]}]}]})";

Verb OnPolicy(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "policy",
          .argument_help = "slaPolicies/…, or the id that the list shows",
          .resolve = [](Session&,
                        const std::string& text) { return InCollection("slaPolicies", text); },
          .with_etag = true};
}

void AddCreate(CLI::App& sla, Chosen& chosen) {
  struct Options {
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      sla, "create", "Make a policy, which holds once it is activated", chosen,
      [options](Session& session) -> absl::Status {
        CreateSlaPolicyRequest request;
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_sla_policy(), nullptr));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made, session.Call<SlaPolicy>(
                                              absl::StrCat(kService, "CreateSlaPolicy"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  AddToHelp(*command, kRulesHelp);
}

// "2026Q4".
absl::StatusOr<PlanQuarter> ParseQuarter(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('Q', 1));
  int year = 0, quarter = 0;
  if (!absl::SimpleAtoi(parts.first, &year) || !absl::SimpleAtoi(parts.second, &quarter)) {
    return status::BadField("quarter", "must look like 2026Q4");
  }
  PlanQuarter message;
  message.set_year(year);
  message.set_quarter(quarter);
  return message;
}

void AddPlan(CLI::App& sla, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string quarter, account = "-";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      sla, "plan", "The small cases of a quarter's improvement plan (季度改进计划): plan 2026Q4",
      chosen, [options](Session& session) -> absl::Status {
        ListQuarterlyPlanCasesRequest request;
        ASSIGN_OR_RETURN(*request.mutable_quarter(), ParseQuarter(options->quarter));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ListQuarterlyPlanCasesResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListQuarterlyPlanCases"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"number", {.title = "NUMBER", .right = true}},
                   {"receive_time", {.title = "RECEIVED"}},
                   {"state", {.title = "STATE"}},
                   {"kind", {.title = "KIND"}},
                   {"category", {.title = "CATEGORY", .shrinks = true}},
                   {"subject", {.title = "SUBJECT", .shrinks = true}},
                   {"case", {.title = "ID"}, Shown::kId}});
        return absl::OkStatus();
      });
  command->add_option("quarter", options->quarter, "Such as 2026Q4")->required();
  command->add_option("account", options->account, kAccountHelp)->capture_default_str();
  AddListOptions(*command, options->list);
}

std::vector<Field> ClockFields() {
  return {{"number", {.title = "CASE", .right = true}},
          {"kind", {.title = "CLOCK"}},
          {"state", {.title = "STATE"}},
          {"due_time", {.title = "DUE"}},
          {"used", {.title = "USED", .right = true}},
          {"remaining", {.title = "REMAINING", .right = true}},
          {"level", {.title = "LEVEL", .right = true}},
          {"assignee", {.title = "ASSIGNEE"}},
          {"subject", {.title = "SUBJECT", .shrinks = true}},
          {"case", {.title = "ID"}, Shown::kId}};
}

absl::StatusOr<std::string> CaseName(Session& session, const std::string& text) {
  return ResolveOfAccount(session, "cases", text);
}

void AddClocks(CLI::App& cases, Chosen& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      cases, "clocks", "How much working time a case has used, and when it is due (时限)", chosen,
      [name](Session& session) -> absl::Status {
        ListCaseClocksRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), CaseName(session, *name));
        ASSIGN_OR_RETURN(const auto response,
                         session.Call<ListCaseClocksResponse>(
                             absl::StrCat(kService, "ListCaseClocks"), request));
        PrintList(session, response, ClockFields());
        return absl::OkStatus();
      });
  command->add_option("case", *name, OfAccountHelp("cases"))->required();
}

void AddDue(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string account = "-", state, assignee, before;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "due", "The open clocks, the one due first in front: due - --state breached", chosen,
      [options](Session& session) -> absl::Status {
        SearchCaseClocksRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        if (!options->state.empty()) {
          RETURN_IF_ERROR(SetField(&request, absl::StrCat("state=", options->state)));
        }
        request.set_assignee(options->assignee);
        if (!options->before.empty()) {
          ASSIGN_OR_RETURN(*request.mutable_due_before(), ParseTime(options->before));
        }
        SearchCaseClocksResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "SearchCaseClocks"),
                                   options->list, &request, &response));
        PrintList(session, response, ClockFields());
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->capture_default_str();
  command->add_option("--state", options->state, "running, at_risk, paused or breached");
  command->add_option("--assignee", options->assignee, "Of this user's cases; me: mine");
  command->add_option("--before", options->before, "Only what is due before");
  AddListOptions(*command, options->list);
}

void AddHistory(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "clock-history",
      "Changes of its clocks' plans, breaches and escalations (升级), newest first", chosen,
      [options](Session& session) -> absl::Status {
        ListCaseClockEntriesRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), CaseName(session, options->name));
        ListCaseClockEntriesResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListCaseClockEntries"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"entry_time", {.title = "SEEN"}},
                   {"clock", {.title = "CLOCK"}},
                   {"kind", {.title = "WHAT"}},
                   {"happen_time", {.title = "HAPPENED"}},
                   {"level", {.title = "LEVEL", .right = true}},
                   {"recipients", {.title = "TOLD", .shrinks = true}},
                   {"reason", {.title = "WHY"}},
                   {"due_before", {.title = "DUE BEFORE"}},
                   {"due_after", {.title = "DUE AFTER"}}});
        return absl::OkStatus();
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  AddListOptions(*command, options->list);
}

}  // namespace

void AddSla(CLI::App& app, Chosen& chosen) {
  CLI::App* sla = app.add_subcommand("sla", "How soon cases are answered and solved (服务时限)");
  sla->require_subcommand(1);
  AddList<ListSlaPoliciesRequest, ListSlaPoliciesResponse>(
      *sla, chosen,
      {.name = "list",
       .help = "List the policies; one is in force",
       .method = absl::StrCat(kService, "ListSlaPolicies"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"in_force", {.title = "IN FORCE"}},
                  {"rules", {.title = "RULES", .right = true}, Shown::kCount},
                  {"update_time", {.title = "CHANGED"}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "in_force = true"});
  Verb get = OnPolicy("get", "Show one policy with its rules", "GetSlaPolicy");
  get.writes = false;
  AddVerb<GetSlaPolicyRequest, SlaPolicy>(*sla, chosen, get);
  AddCreate(*sla, chosen);
  AddUpdate(*sla, chosen,
            OnPolicy("update", "Change a policy; its rules as a whole", "UpdateSlaPolicy"),
            &UpdateSlaPolicyRequest::mutable_sla_policy);
  AddVerb<ActivateSlaPolicyRequest, SlaPolicy>(
      *sla, chosen,
      OnPolicy("activate", "Put it into force; open clocks are planned anew", "ActivateSlaPolicy"));
  AddChanges<ListSlaPolicyChangesRequest, ListSlaPolicyChangesResponse>(
      *sla, chosen,
      OnPolicy("changes", "List what changed: who, when, why", "ListSlaPolicyChanges"));
  AddPlan(*sla, chosen);
}

void AddCaseClocks(CLI::App& cases, Chosen& chosen) {
  AddClocks(cases, chosen);
  AddDue(cases, chosen);
  AddHistory(cases, chosen);
}

}  // namespace mainstay::ctl
