#include "services/feedback/sla/default_policy.h"

#include <string>
#include <vector>

namespace mainstay::feedback {
namespace {

constexpr char kCalendar[] = "cn";
constexpr int kDay = 450;  // its working minutes

// Who has the case when it is at risk, the account manager when it is due, the directors a working
// day later.
std::vector<EscalationLevel> Ladder() {
  return {
      {.when = "at_risk", .roles = {"assignee"}},
      {.when = "at_due", .roles = {"assignee", "account_manager"}},
      {.when = "after_due", .minutes_after_due = kDay, .roles = {"account_manager", "director"}}};
}

SlaRule Urgent(std::vector<std::string> kinds, std::vector<std::string> severities, int acknowledge,
               int first_answer, int resolve) {
  SlaRule rule{.kinds = std::move(kinds),
               .severities = std::move(severities),
               .route = std::string(kUrgentRoute),
               .calendar = kCalendar};
  rule.acknowledge_minutes = acknowledge;
  rule.first_answer_minutes = first_answer;
  rule.resolve_minutes = resolve;
  rule.ladder = Ladder();
  return rule;
}

SlaRule ForCore(SlaRule rule) {
  rule.tiers = {"core"};
  return rule;
}

SlaRule Quarterly(std::vector<std::string> kinds, std::vector<std::string> severities,
                  std::vector<std::string> scopes) {
  return {.kinds = std::move(kinds),
          .severities = std::move(severities),
          .scopes = std::move(scopes),
          .route = std::string(kQuarterlyRoute),
          .calendar = kCalendar};
}

}  // namespace

SlaPolicy DefaultPolicy(absl::Time now) {
  SlaPolicy policy{.id = std::string(kDefaultPolicyId),
                   .display_name = "标准服务时限 (Standard)",
                   .in_force = true,
                   .create_time = now,
                   .update_time = now};
  policy.rules = {
      Urgent({"complaint"}, {"critical"}, 30, 120, 2 * kDay),
      Urgent({"complaint"}, {"major"}, 60, 240, 5 * kDay),
      Urgent({"complaint"}, {"moderate"}, 120, kDay, 10 * kDay),
      Urgent({"complaint"}, {"minor"}, 240, 2 * kDay, 15 * kDay),
      ForCore(Urgent({"complaint"}, {"critical"}, 15, 60, kDay)),
      ForCore(Urgent({"complaint"}, {"major"}, 30, 120, 3 * kDay)),
      ForCore(Urgent({"complaint"}, {"moderate"}, 60, 240, 5 * kDay)),
      Urgent({"question"}, {}, 120, 240, 2 * kDay),
      Quarterly({"complaint"}, {"minor"}, {"single"}),
      Quarterly({"suggestion"}, {}, {}),
  };
  FillIn(policy);
  return policy;
}

}  // namespace mainstay::feedback
