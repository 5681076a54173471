// The rules by which customers are contacted, and the plan of the coming quarter: a draft, to be
// looked over. Where there are rules already, nothing is made.
#include <string>
#include <vector>

#include <mainstay/engagement/v1/cadence_rule_service.pb.h>
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>

#include "absl/time/clock.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of the API

constexpr int kKeyAccounts = 20;  // of the best customers

CadenceRule RuleOf(const std::string& display_name, CadenceKind kind, int days, VisitMode mode,
                   const std::string& purpose) {
  CadenceRule rule;
  rule.set_display_name(display_name);
  rule.set_kind(kind);
  rule.set_days(days);
  rule.set_visit_mode(mode);
  rule.set_purpose(purpose);
  return rule;
}

void ForEverybody(CadenceRule& rule) {
  for (const CadenceTier tier :
       {CADENCE_TIER_CORE, CADENCE_TIER_POTENTIAL, CADENCE_TIER_GENERAL, CADENCE_TIER_NONE}) {
    rule.add_tiers(tier);
  }
}

std::vector<CadenceRule> Rules(const LoaderSession& session) {
  std::vector<CadenceRule> rules = {
      RuleOf("重点客户每月拜访", CADENCE_KIND_PERIODIC, 30, VISIT_MODE_ON_SITE,
             "了解需求变化与满意度"),
      RuleOf("一般客户季度回访", CADENCE_KIND_PERIODIC, 90, VISIT_MODE_PHONE, "例行回访"),
      RuleOf("交易后回访", CADENCE_KIND_AFTER_ORDER, 14, VISIT_MODE_PHONE, "确认到货与使用情况"),
      RuleOf("节日走访", CADENCE_KIND_BEFORE_FESTIVAL, 10, VISIT_MODE_ON_SITE, "节前走访慰问")};
  const auto& accounts = session.company.accounts;
  for (size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].rank > kKeyAccounts) continue;
    rules[0].add_accounts(session.names[i]);
    rules[3].add_accounts(session.names[i]);
  }
  rules[0].set_priority(CADENCE_PRIORITY_HIGH);
  ForEverybody(rules[1]);
  rules[1].set_duration_minutes(30);
  rules[1].set_max_contacts(8);
  ForEverybody(rules[2]);
  rules[2].set_duration_minutes(15);
  rules[2].set_priority(CADENCE_PRIORITY_LOW);
  for (const Festival festival :
       {FESTIVAL_SPRING_FESTIVAL, FESTIVAL_DRAGON_BOAT, FESTIVAL_MID_AUTUMN}) {
    rules[3].add_festivals(festival);
  }
  return rules;
}

void SetDay(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

}  // namespace

absl::Status LoadPlans(LoaderSession& session) {
  const std::string service = "engagement/CadenceRuleService/";
  ListCadenceRulesRequest list;
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListCadenceRulesResponse>(service + "ListCadenceRules", list));
  if (there.cadence_rules_size() > 0) return absl::OkStatus();
  const std::vector<CadenceRule> rules = Rules(session);
  RETURN_IF_ERROR(
      session.Parallel("cadence rules", static_cast<int>(rules.size()), [&](int i) -> absl::Status {
        CreateCadenceRuleRequest create;
        *create.mutable_cadence_rule() = rules[i];
        create.set_request_id(RequestId("CreateCadenceRule", create));
        return session.Call<CadenceRule>(service + "CreateCadenceRule", create).status();
      }));
  const absl::CivilMonth month(absl::ToCivilMonth(absl::Now(), absl::UTCTimeZone()));
  const absl::CivilMonth first = month + 3 - (month.month() - 1) % 3;
  GenerateReturnVisitPlanRequest plan;
  SetDay(absl::CivilDay(first), plan.mutable_start_date());
  SetDay(absl::CivilDay(first + 3) - 1, plan.mutable_end_date());
  plan.set_request_id(RequestId("GenerateReturnVisitPlan", plan));
  return session
      .Call<ReturnVisitPlan>("engagement/ReturnVisitPlanService/GenerateReturnVisitPlan", plan)
      .status();
}

}  // namespace mainstay::demo
