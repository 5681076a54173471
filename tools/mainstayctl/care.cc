// care list, rules, rule; frequency
#include <memory>

#include <mainstay/engagement/v1/care_service.pb.h>
#include <mainstay/engagement/v1/frequency_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kCare[] = "engagement/CareService/";

void AddRules(CLI::App& care, Chosen& chosen) {
  AddCommand(care, "rules", "List for which tiers festivals are remembered", chosen,
             [](Session& session) -> absl::Status {
               ASSIGN_OR_RETURN(const auto rules,
                                session.Call<ListCareRulesResponse>(
                                    absl::StrCat(kCare, "ListCareRules"), ListCareRulesRequest()));
               PrintList(session, rules,
                         {{"next_date", {.title = "NEXT"}},
                          {"display_name_zh", {.title = "节日"}},
                          {"display_name", {.title = "FESTIVAL"}},
                          {"tiers", {.title = "TIERS", .shrinks = true}},
                          {"days_ahead", {.title = "DAYS AHEAD", .right = true}},
                          {"name", {.title = "ID"}, Shown::kId}});
               return absl::OkStatus();
             });
  struct Options {
    std::string festival;
    std::vector<std::string> tiers;
    int days = 14;
    bool off = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      care, "rule",
      "Set one: rule mid_autumn --tier core --tier potential --days 14; tasks follow in an hour",
      chosen, [options](Session& session) -> absl::Status {
        UpdateCareRuleRequest request;
        CareRule* rule = request.mutable_care_rule();
        rule->set_name(InCollection("careRules", options->festival));
        rule->set_days_ahead(options->days);
        rule->set_etag(options->write.etag);
        for (const std::string& tier : options->tiers) {
          RETURN_IF_ERROR(SetField(rule, absl::StrCat("tiers=", tier)));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto set,
                         session.Call<CareRule>(absl::StrCat(kCare, "UpdateCareRule"), request));
        session.PrintRecord(set);
        return absl::OkStatus();
      });
  command->add_option("festival", options->festival, "Such as mid_autumn")->required();
  CLI::Option_group* tiers = command->add_option_group("whom");
  tiers
      ->add_option("--tier", options->tiers,
                   "Accounts of this tier: core, potential, general, or none: not graded; may be "
                   "repeated")
      ->allow_extra_args(false);
  tiers->add_flag("--off", options->off, "Nobody's any more");
  tiers->require_option(1);
  command->add_option("--days", options->days, "How many days before, 0 to 60")
      ->capture_default_str();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

}  // namespace

void AddCare(CLI::App& app, Chosen& chosen) {
  CLI::App* care = app.add_subcommand("care", "Customer care: days and festivals (客户关怀)");
  care->require_subcommand(1);
  AddList<ListUpcomingCareRequest, ListUpcomingCareResponse>(
      *care, chosen,
      {.name = "list",
       .help = "List what comes up, the soonest first; - for every account",
       .method = absl::StrCat(kCare, "ListUpcomingCare"),
       .fields = {{"date", {.title = "DATE"}},
                  {"kind", {.title = "WHAT"}},
                  {"festival", {.title = "FESTIVAL"}},
                  {"account_display_name", {.title = "ACCOUNT", .shrinks = true}},
                  {"contact", {.title = "CONTACT"}, Shown::kId},
                  {"assignee", {.title = "WHO", .shrinks = true}},
                  {"task_state", {.title = "STATE"}},
                  {"task", {.title = "TASK"}, Shown::kId}}});
  AddRules(*care, chosen);
}

void AddFrequency(CLI::App& app, Chosen& chosen) {
  struct Options {
    std::string account, from, to;
    ListContactFrequenciesRequest request;
    ListOptions list;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      app, "frequency", "How often customers are met (接触频次), the most neglected first", chosen,
      [options](Session& session) -> absl::Status {
        ListContactFrequenciesRequest request = options->request;
        if (!options->from.empty()) {
          RETURN_IF_ERROR(SetField(&request, absl::StrCat("start_date=", options->from)));
        }
        if (!options->to.empty()) {
          RETURN_IF_ERROR(SetField(&request, absl::StrCat("end_date=", options->to)));
        }
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ListContactFrequenciesResponse response;
        RETURN_IF_ERROR(FetchPages(session, "engagement/FrequencyService/ListContactFrequencies",
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"account_display_name", {.title = "ACCOUNT", .shrinks = true}},
                   {"owner", {.title = "OWNER", .shrinks = true}},
                   {"tier", {.title = "TIER"}},
                   {"required_every_days", {.title = "EVERY", .right = true}},
                   {"required_count", {.title = "REQUIRED", .right = true}},
                   {"visit_count", {.title = "VISITS", .right = true}},
                   {"communication_count", {.title = "TALKS", .right = true}},
                   {"due_date", {.title = "DUE"}},
                   {"days_late", {.title = "DAYS LATE", .right = true}},
                   {"ladder_step", {.title = "STEP"}},
                   {"budget_used", {.title = "USED", .right = true}},
                   {"contact_budget", {.title = "BUDGET", .right = true}}});
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "An account; - for every account")->required();
  command->add_option("--from", options->from, "First day; 90 days before the last when absent");
  command->add_option("--to", options->to, "Last day; today when absent");
  command->add_option("--owner", *options->request.mutable_owner(),
                      "Only of this owner's accounts");
  command->add_flag_callback(
      "--neglected", [options] { options->request.set_neglected_only(true); },
      "Only accounts whose next contact is late");
  AddListOptions(*command, options->list);
}

}  // namespace mainstay::ctl
