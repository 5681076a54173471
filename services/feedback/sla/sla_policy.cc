#include "services/feedback/sla/sla_policy.h"

#include <algorithm>
#include <iterator>

#include "absl/time/civil_time.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

// Whether an empty list, or one that has `value`.
bool Allows(const std::vector<std::string>& values, std::string_view value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

void FillIn(SlaPolicy& policy) {
  policy.display_name = text::Trim(policy.display_name);
  for (SlaRule& rule : policy.rules) {
    if (rule.route.empty()) rule.route = kUrgentRoute;
    rule.calendar = text::Trim(rule.calendar);
    if (rule.route == kUrgentRoute && rule.at_risk_percent == 0 && rule.at_risk_minutes == 0) {
      rule.at_risk_percent = kUsualAtRiskPercent;
    }
    for (EscalationLevel& level : rule.ladder) {
      for (std::string& user : level.users) user = text::Trim(user);
    }
  }
}

bool IsAbout(const SlaRule& rule, const CaseTraits& traits) {
  return Allows(rule.tiers, traits.tier.empty() ? "none" : traits.tier) &&
         Allows(rule.kinds, traits.kind) && Allows(rule.severities, traits.severity) &&
         Allows(rule.scopes, traits.scope);
}

int Specificity(const SlaRule& rule) {
  const bool asks[] = {!rule.tiers.empty(), !rule.severities.empty(), !rule.scopes.empty(),
                       !rule.kinds.empty()};
  int order = 0;
  for (const bool asked : asks) order = order * 2 + (asked ? 1 : 0);
  return static_cast<int>(std::count(std::begin(asks), std::end(asks), true)) * 16 + order;
}

const SlaRule* RuleFor(const SlaPolicy& policy, const CaseTraits& traits) {
  const SlaRule* best = nullptr;
  for (const SlaRule& rule : policy.rules) {
    if (IsAbout(rule, traits) && (best == nullptr || Specificity(rule) > Specificity(*best))) {
      best = &rule;
    }
  }
  return best;
}

std::optional<int> TargetMinutes(const SlaRule& rule, std::string_view clock_kind) {
  if (clock_kind == "acknowledge") return rule.acknowledge_minutes;
  if (clock_kind == "first_answer") return rule.first_answer_minutes;
  if (clock_kind == "resolve") return rule.resolve_minutes;
  return std::nullopt;
}

Quarter PlanQuarter(absl::Time received, absl::TimeZone zone) {
  const absl::CivilMonth month(absl::ToCivilMonth(received, zone));
  return {month.year(), (month.month() - 1) / 3 + 1};
}

}  // namespace mainstay::feedback
