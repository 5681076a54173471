// loop rules, get, create, update, changes, firings, follow-ups, publish-kano
#include <memory>
#include <string>
#include <vector>

#include <mainstay/survey/v1/loop_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

constexpr char kService[] = "survey/LoopService/";
constexpr char kCampaignHelp[] = "Resource name or id of the campaign";

void AddLists(CLI::App& loop, Chosen& chosen) {
  AddCampaignList<ListLoopRulesRequest, ListLoopRulesResponse>(
      loop, chosen,
      {.name = "rules",
       .help = "List the rules of a campaign",
       .method = absl::StrCat(kService, "ListLoopRules"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"condition", {.title = "WHEN", .shrinks = true}},
                  {"action", {.title = "DOES"}},
                  {"firing_count", {.title = "FIRED", .right = true}},
                  {"disabled", {.title = "DISABLED"}},
                  {"problem", {.title = "PROBLEM", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  AddCampaignList<ListLoopFiringsRequest, ListLoopFiringsResponse>(
      loop, chosen,
      {.name = "firings",
       .help = "List what the rules of a campaign did, and what became of it",
       .method = absl::StrCat(kService, "ListLoopFirings"),
       .fields = {{"fire_time", {.title = "FIRED"}},
                  {"account", {.title = "ACCOUNT", .shrinks = true}, Shown::kAccount},
                  {"action", {.title = "DID"}},
                  {"state", {.title = "STATE"}},
                  {"outcome", {.title = "CASE OR TASK"}, Shown::kId},
                  {"contact", {.title = "WHO"}, Shown::kName},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = open AND action = case"});
  AddCampaignList<ListCaseFollowUpsRequest, ListCaseFollowUpsResponse>(
      loop, chosen,
      {.name = "follow-ups",
       .help = "List the closed cases whose customers a follow-up campaign asked, or why not "
               "(投诉回访)",
       .method = absl::StrCat(kService, "ListCaseFollowUps"),
       .fields = {{"close_time", {.title = "CLOSED"}},
                  {"case", {.title = "ACCOUNT", .shrinks = true}, Shown::kAccount},
                  {"state", {.title = "STATE"}},
                  {"reason", {.title = "WHY"}},
                  {"contact", {.title = "WHO"}, Shown::kName},
                  {"case", {.title = "CASE"}, Shown::kId}}});
}

void AddCreate(CLI::App& loop, Chosen& chosen) {
  struct Options {
    std::string campaign, display_name, condition, action;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      loop, "create", "Make a rule: create CAMPAIGN \"Detractor\" --when \"nps <= 6\" --do case",
      chosen, [options](Session& session) -> absl::Status {
        CreateLoopRuleRequest request;
        LoopRule* rule = request.mutable_loop_rule();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, rule, nullptr));
        }
        rule->set_display_name(options->display_name);
        rule->set_condition(options->condition);
        RETURN_IF_ERROR(NameFlags(SetField(rule, absl::StrCat("action=", options->action)),
                                  {{"action", "--do"}}));
        request.set_parent(InCollection("campaigns", options->campaign));
        ApplyWriteOptions(options->write, &request);
        const auto made = session.Call<LoopRule>(absl::StrCat(kService, "CreateLoopRule"), request);
        if (!made.ok()) {
          return NameFlags(made.status(), {{"loop_rule.condition", "--when"},
                                           {"loop_rule.action", "--do"},
                                           {"loop_rule.display_name", "name"},
                                           {"loop_rule.", "--set "}});
        }
        session.PrintRecord(*made);
        return absl::OkStatus();
      });
  command->add_option("campaign", options->campaign, kCampaignHelp)->required();
  command->add_option("name", options->display_name, "What it is called, and cases and tasks of it")
      ->required();
  command
      ->add_option("--when", options->condition,
                   "Over answers and what is known: nps <= 6 and account.tier = 'core'")
      ->required();
  command->add_option("--do", options->action, "case, referral, task or notice")->required();
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  AddToHelp(*command,
            "More by --set: case_kind, case_severity, case_category; due_days, assignee.");
}

Verb OnRule(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "rule",
          .argument_help = "Resource name, or CAMPAIGN/ID",
          .resolve = [](Session&, const std::string& text) {
            return InNested("campaigns", "loopRules", text);
          }};
}

void AddPublishKano(CLI::App& loop, Chosen& chosen) {
  struct Options {
    std::string campaign;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(loop, "publish-kano", "Tell requirements the class that a KANO study found",
                 chosen, [options](Session& session) -> absl::Status {
                   PublishKanoResultsRequest request;
                   request.set_name(InCollection("campaigns", options->campaign));
                   ApplyWriteOptions(options->write, &request);
                   ASSIGN_OR_RETURN(const auto published,
                                    session.Call<PublishKanoResultsResponse>(
                                        absl::StrCat(kService, "PublishKanoResults"), request));
                   PrintList(session, published,
                             {{"question", {.title = "QUESTION"}},
                              {"requirement", {.title = "REQUIREMENT"}, Shown::kId},
                              {"kano_class", {.title = "CLASS"}},
                              {"answers", {.title = "ANSWERS", .right = true}},
                              {"better", {.title = "BETTER", .right = true}},
                              {"worse", {.title = "WORSE", .right = true}},
                              {"significant", {.title = "SIGNIFICANT"}},
                              {"told", {.title = "TOLD NOW"}}});
                   return absl::OkStatus();
                 });
  command->add_option("campaign", options->campaign, kCampaignHelp)->required();
  AddRequestId(*command, options->write.request_id);
}

}  // namespace

void AddLoop(CLI::App& app, Chosen& chosen) {
  CLI::App* loop = app.add_subcommand("loop", "What follows from answers to surveys (闭环)");
  loop->require_subcommand(1);
  AddLists(*loop, chosen);
  Verb get = OnRule("get", "Show one rule", "GetLoopRule");
  get.writes = false;
  AddVerb<GetLoopRuleRequest, LoopRule>(*loop, chosen, get);
  AddCreate(*loop, chosen);
  AddUpdate(
      *loop, chosen,
      OnRule("update", "Change fields of a rule; --set disabled=yes ends it", "UpdateLoopRule"),
      &UpdateLoopRuleRequest::mutable_loop_rule);
  AddChanges<ListLoopRuleChangesRequest, ListLoopRuleChangesResponse>(
      *loop, chosen, OnRule("changes", "List what changed: who, when, why", "ListLoopRuleChanges"));
  AddPublishKano(*loop, chosen);
}

}  // namespace mainstay::ctl
