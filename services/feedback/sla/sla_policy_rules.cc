// What a policy must keep to.
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {
namespace {

using Terms = absl::Span<const std::string_view>;
using Texts = std::vector<std::string>;
using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxViolations = 50;
constexpr std::string_view kTiers[] = {"core", "potential", "general", "none"};

// Each of `values` is one of `terms`, and once.
void CheckTerms(std::string_view field, const Texts& values, Terms terms, Violations& violations) {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    if (!RankOf(values[i], terms)) {
      violations.push_back({at, absl::StrCat("must be one of ", absl::StrJoin(terms, ", "))});
    } else if (!seen.insert(values[i]).second) {
      violations.push_back({at, "is there already"});
    }
  }
}

void CheckMinutes(std::string_view field, int minutes, Violations& violations) {
  if (minutes < 1 || minutes > kMaxTargetMinutes) {
    violations.push_back(
        {std::string(field), absl::StrCat("must be 1 to ", kMaxTargetMinutes, " working minutes")});
  }
}

void CheckTargets(std::string_view at, const SlaRule& rule, Violations& violations) {
  bool any = false;
  for (const std::string_view kind : kClockKinds) {
    const std::optional<int> minutes = TargetMinutes(rule, kind);
    if (!minutes) continue;
    any = true;
    CheckMinutes(absl::StrCat(at, ".", kind, "_minutes"), *minutes, violations);
  }
  if (!any) {
    violations.push_back({absl::StrCat(at, ".resolve_minutes"),
                          "say at least one target: acknowledge, first answer or resolve"});
  }
}

void CheckAtRisk(std::string_view at, const SlaRule& rule, Violations& violations) {
  if (rule.at_risk_percent != 0 && rule.at_risk_minutes != 0) {
    violations.push_back({absl::StrCat(at, ".at_risk_minutes"),
                          "say either a percentage of the target or the minutes that remain"});
  } else if (rule.at_risk_minutes != 0) {
    CheckMinutes(absl::StrCat(at, ".at_risk_minutes"), rule.at_risk_minutes, violations);
  } else if (rule.at_risk_percent < 1 || rule.at_risk_percent > 99) {
    violations.push_back({absl::StrCat(at, ".at_risk_percent"), "must be 1 to 99"});
  }
}

void CheckPeople(std::string_view at, const EscalationLevel& level, Violations& violations) {
  if (level.roles.empty() && level.users.empty()) {
    violations.push_back({absl::StrCat(at, ".roles"), "say whom to tell: roles, users or both"});
  }
  CheckTerms(absl::StrCat(at, ".roles"), level.roles, kEscalationRoles, violations);
  if (level.users.size() > kMaxEscalationUsers) {
    violations.push_back(
        {absl::StrCat(at, ".users"), absl::StrCat("must be at most ", kMaxEscalationUsers)});
  }
  std::set<std::string_view> seen;
  for (size_t i = 0; i < level.users.size(); ++i) {
    const std::string user_at = absl::StrCat(at, ".users[", i, "]");
    if (!text::IsUserId(level.users[i])) {
      violations.push_back({user_at, std::string(text::kUserIdRule)});
    } else if (!seen.insert(level.users[i]).second) {
      violations.push_back({user_at, "is there already"});
    }
  }
}

// Where a level stands in time: later levels compare greater.
std::pair<size_t, int> PlaceOf(const EscalationLevel& level) {
  return {RankOf(level.when, kEscalationTimes).value_or(0), level.minutes_after_due};
}

void CheckLadder(std::string_view at, const std::vector<EscalationLevel>& ladder,
                 Violations& violations) {
  if (ladder.size() > kMaxEscalationLevels) {
    violations.push_back(
        {std::string(at), absl::StrCat("must have at most ", kMaxEscalationLevels, " levels")});
  }
  for (size_t i = 0; i < ladder.size(); ++i) {
    const EscalationLevel& level = ladder[i];
    const std::string level_at = absl::StrCat(at, "[", i, "]");
    if (!RankOf(level.when, kEscalationTimes)) {
      violations.push_back(
          {absl::StrCat(level_at, ".when"),
           absl::StrCat("must be one of ", absl::StrJoin(kEscalationTimes, ", "))});
    } else if (i > 0 && PlaceOf(level) <= PlaceOf(ladder[i - 1])) {
      violations.push_back(
          {absl::StrCat(level_at, ".when"), "must be later than the level before"});
    }
    if (level.when == "after_due") {
      CheckMinutes(absl::StrCat(level_at, ".minutes_after_due"), level.minutes_after_due,
                   violations);
    } else if (level.minutes_after_due != 0) {
      violations.push_back({absl::StrCat(level_at, ".minutes_after_due"), "is for after_due only"});
    }
    CheckPeople(level_at, level, violations);
  }
}

// A rule of the quarterly route has nothing of the urgent one.
void CheckNoClock(std::string_view at, const SlaRule& rule, Violations& violations) {
  const auto refuse = [&](std::string_view field, bool said) {
    if (said) {
      violations.push_back(
          {absl::StrCat(at, ".", field), "is for the urgent route only: the plan has no clock"});
    }
  };
  for (const std::string_view kind : kClockKinds) {
    refuse(absl::StrCat(kind, "_minutes"), TargetMinutes(rule, kind).has_value());
  }
  refuse("at_risk_percent", rule.at_risk_percent != 0);
  refuse("at_risk_minutes", rule.at_risk_minutes != 0);
  refuse("ladder", !rule.ladder.empty());
}

void CheckRule(std::string_view at, const SlaRule& rule, Violations& violations) {
  CheckTerms(absl::StrCat(at, ".tiers"), rule.tiers, kTiers, violations);
  CheckTerms(absl::StrCat(at, ".kinds"), rule.kinds, kCaseKinds, violations);
  CheckTerms(absl::StrCat(at, ".severities"), rule.severities, kSeverities, violations);
  CheckTerms(absl::StrCat(at, ".scopes"), rule.scopes, kCaseScopes, violations);
  // The plan's quarter is of the calendar's zone, so both routes have one.
  text::CheckText(absl::StrCat(at, ".calendar"), rule.calendar, 1, 40, text::Lines::kOne,
                  violations);
  if (rule.route == kQuarterlyRoute) {
    CheckNoClock(at, rule, violations);
  } else if (rule.route == kUrgentRoute) {
    CheckTargets(at, rule, violations);
    CheckAtRisk(at, rule, violations);
    CheckLadder(absl::StrCat(at, ".ladder"), rule.ladder, violations);
  } else {
    violations.push_back({absl::StrCat(at, ".route"),
                          absl::StrCat("must be ", kUrgentRoute, " or ", kQuarterlyRoute)});
  }
}

// Whether a case may have a value of both lists.
bool Meet(const Texts& a, const Texts& b) {
  return a.empty() || b.empty() ||
         std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

// Rules of different specificity never compete, and those of the same ask for the same fields.
void CheckTies(const std::vector<SlaRule>& rules, Violations& violations) {
  for (size_t i = 0; i < rules.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const SlaRule& a = rules[i];
      const SlaRule& b = rules[j];
      if (Specificity(a) == Specificity(b) && Meet(a.tiers, b.tiers) && Meet(a.kinds, b.kinds) &&
          Meet(a.severities, b.severities) && Meet(a.scopes, b.scopes)) {
        violations.push_back(
            {absl::StrCat("rules[", i, "]"),
             absl::StrCat("is about cases that rules[", j,
                          "] is about too, and neither is more specific: take the values that both "
                          "have from one of them")});
        break;
      }
    }
  }
}

}  // namespace

absl::Status Validate(const SlaPolicy& policy) {
  Violations violations;
  text::CheckText("display_name", policy.display_name, 1, 100, text::Lines::kOne, violations);
  if (policy.rules.empty() || policy.rules.size() > kMaxSlaRules) {
    violations.push_back({"rules", absl::StrCat("must be 1 to ", kMaxSlaRules)});
  } else {
    for (size_t i = 0; i < policy.rules.size(); ++i) {
      CheckRule(absl::StrCat("rules[", i, "]"), policy.rules[i], violations);
    }
    CheckTies(policy.rules, violations);
  }
  if (violations.empty()) return absl::OkStatus();
  if (violations.size() > kMaxViolations) violations.resize(kMaxViolations);
  return status::BadFields(std::move(violations));
}

}  // namespace mainstay::feedback
