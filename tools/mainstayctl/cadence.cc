// cadence list, get, create, update, delete, undelete, changes
#include <memory>
#include <string>
#include <vector>

#include <mainstay/engagement/v1/cadence_rule_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/CadenceRuleService/";
constexpr char kRuleHelp[] = "cadenceRules/…, or the id that the list shows";

void AddCreate(CLI::App& cadence, Chosen& chosen) {
  struct Options {
    std::string display_name;
    int every = 0, after_order = -1, before = -1;
    std::vector<std::string> tiers, accounts, festivals;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cadence, "create", "Make a rule: create \"Core accounts\" --tier core --every 30", chosen,
      [options](Session& session) -> absl::Status {
        CreateCadenceRuleRequest request;
        CadenceRule* rule = request.mutable_cadence_rule();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, rule, nullptr));
        }
        rule->set_display_name(options->display_name);
        for (const std::string& tier : options->tiers) {
          RETURN_IF_ERROR(SetField(rule, absl::StrCat("tiers=", tier)));
        }
        for (const std::string& account : options->accounts) {
          ASSIGN_OR_RETURN(*rule->add_accounts(), ResolveAccount(session, account));
        }
        for (const std::string& festival : options->festivals) {
          RETURN_IF_ERROR(SetField(rule, absl::StrCat("festivals=", festival)));
        }
        if (options->every > 0) {
          rule->set_kind(CADENCE_KIND_PERIODIC);
          rule->set_days(options->every);
        } else if (options->after_order >= 0) {
          rule->set_kind(CADENCE_KIND_AFTER_ORDER);
          rule->set_days(options->after_order);
        } else if (options->before >= 0) {
          rule->set_kind(CADENCE_KIND_BEFORE_FESTIVAL);
          rule->set_days(options->before);
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(
            const auto made,
            session.Call<CadenceRule>(absl::StrCat(kService, "CreateCadenceRule"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("name", options->display_name, "What people call it")->required();
  command->add_option("--tier", options->tiers, "core, potential, general, or none: not graded")
      ->allow_extra_args(false);
  command->add_option("--account", options->accounts, "Also this account: name, id, external id")
      ->allow_extra_args(false);
  CLI::Option* every =
      command->add_option("--every", options->every, "Every so many days (定期回访)");
  CLI::Option* after = command->add_option("--after-order", options->after_order,
                                           "So many days after the last order (交易后回访)");
  CLI::Option* before = command->add_option("--before", options->before,
                                            "So many days before each --festival (节日回访)");
  every->excludes(after)->excludes(before);
  after->excludes(before);
  command
      ->add_option("--festival", options->festivals,
                   "spring_festival, dragon_boat, mid_autumn, national_day, new_year, …")
      ->allow_extra_args(false)
      ->needs(before);
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  AddToHelp(*command,
            "More by --set: visit_kind, visit_mode, purpose, duration_minutes, user, priority, "
            "max_contacts (the contact budget of a quarter).");
}

Verb OnRule(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "rule",
          .argument_help = kRuleHelp,
          .resolve = [](Session&, const std::string& text) {
            return InCollection("cadenceRules", text);
          }};
}

}  // namespace

void AddCadence(CLI::App& app, Chosen& chosen) {
  CLI::App* cadence = app.add_subcommand("cadence", "Who is to be contacted when (回访规则)");
  cadence->require_subcommand(1);
  AddList<ListCadenceRulesRequest, ListCadenceRulesResponse>(
      *cadence, chosen,
      {.name = "list",
       .help = "List the rules",
       .method = absl::StrCat(kService, "ListCadenceRules"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"tiers", {.title = "TIERS"}},
                  {"accounts", {.title = "ACCOUNTS", .right = true}, Shown::kCount},
                  {"kind", {.title = "KIND"}},
                  {"days", {.title = "DAYS", .right = true}},
                  {"festivals", {.title = "FESTIVALS", .shrinks = true}},
                  {"visit_mode", {.title = "MODE"}},
                  {"user", {.title = "WHO"}},
                  {"max_contacts", {.title = "BUDGET", .right = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .with_deleted = {{"delete_time", {.title = "DELETED"}}},
       .filter_example = "kind = periodic"});
  Verb get = OnRule("get", "Show one rule", "GetCadenceRule");
  get.writes = false;
  AddVerb<GetCadenceRuleRequest, CadenceRule>(*cadence, chosen, get);
  AddCreate(*cadence, chosen);
  AddUpdate(*cadence, chosen, OnRule("update", "Change fields of a rule", "UpdateCadenceRule"),
            &UpdateCadenceRuleRequest::mutable_cadence_rule);
  Verb remove = OnRule("delete", "Take a rule out of force", "DeleteCadenceRule");
  remove.with_etag = true;
  AddVerb<DeleteCadenceRuleRequest, CadenceRule>(*cadence, chosen, remove);
  AddVerb<UndeleteCadenceRuleRequest, CadenceRule>(
      *cadence, chosen, OnRule("undelete", "Put it into force again", "UndeleteCadenceRule"));
  AddChanges<ListCadenceRuleChangesRequest, ListCadenceRuleChangesResponse>(
      *cadence, chosen,
      OnRule("changes", "List what changed: who, when, why", "ListCadenceRuleChanges"));
}

}  // namespace mainstay::ctl
