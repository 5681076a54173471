// The service policy (SLA): how soon which case is acknowledged, answered and resolved, in working
// time, and who is told when it is not. What runs by it is a clock: sla_clock.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::feedback {

// The clocks of a case, in the order in which they are met.
inline constexpr std::string_view kClockKinds[] = {"acknowledge", "first_answer", "resolve"};

// When a level of a ladder is reached.
inline constexpr std::string_view kEscalationTimes[] = {"at_risk", "at_due", "after_due"};

// Whom a level tells: who has the case, the owner of its account (大客户经理), the directors.
inline constexpr std::string_view kEscalationRoles[] = {"assignee", "account_manager", "director"};

// What becomes of a case: the urgent clocks, or the improvement plan of the quarter (季度改进计划).
inline constexpr std::string_view kUrgentRoute = "urgent";
inline constexpr std::string_view kQuarterlyRoute = "quarterly_plan";

inline constexpr size_t kMaxSlaRules = 200;        // of a policy
inline constexpr size_t kMaxEscalationLevels = 3;  // of a rule
inline constexpr size_t kMaxEscalationUsers = 20;  // of a level
inline constexpr int kMaxTargetMinutes =
    200'000;  // working; over a year and a half of office hours
inline constexpr int kUsualAtRiskPercent = 80;

// A level of the escalation ladder (三级升级).
struct EscalationLevel {
  std::string when;                // one of kEscalationTimes
  int minutes_after_due = 0;       // "after_due": working minutes, 1 to kMaxTargetMinutes; else 0
  std::vector<std::string> roles;  // of kEscalationRoles
  std::vector<std::string> users;  // user ids, told besides
  bool operator==(const EscalationLevel&) const = default;
};

// What holds for the cases that it is about.
struct SlaRule {
  // Which cases: those that have one of the values of each list; an empty list asks for nothing.
  std::vector<std::string> tiers;       // "core", "potential", "general"; "none": not graded
  std::vector<std::string> kinds;       // of kCaseKinds
  std::vector<std::string> severities;  // of kSeverities
  std::vector<std::string> scopes;      // of kCaseScopes

  std::string route;     // kUrgentRoute or kQuarterlyRoute; what follows is for the urgent one only
  std::string calendar;  // by name; whether there is one the service knows
  // Working minutes from the receipt, 1 to kMaxTargetMinutes; nothing: there is no such clock.
  std::optional<int> acknowledge_minutes;
  std::optional<int> first_answer_minutes;
  std::optional<int> resolve_minutes;
  // When a clock is at risk: once that share of its target is used (1 to 99), or, when said
  // instead, while at most so many working minutes remain (1 to kMaxTargetMinutes).
  int at_risk_percent = 0;
  int at_risk_minutes = 0;
  // Whether the time in which a case was taken for resolved, until it was reopened, counts against
  // the target: the customer waited on. Otherwise only the time in which we could work on it does.
  bool count_reopened = true;
  // Each level later than the one before; none: nobody is told.
  std::vector<EscalationLevel> ladder;
  bool operator==(const SlaRule&) const = default;
};

// A policy as it is stored.
struct SlaPolicy {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  std::vector<SlaRule> rules;  // in any order
  bool in_force = false;       // one is
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in what may be absent: the urgent route, at risk from 80% of a target on. Cuts the spaces
// around single-line fields.
void FillIn(SlaPolicy& policy);

// Checks every field of a policy that was filled in. INVALID_ARGUMENT names what cannot be accepted
// (rules[2].ladder[1].users[0]), at most 50 fields: also two rules of which neither is more
// specific though a case may be of both (rules[3], naming the other).
absl::Status Validate(const SlaPolicy& policy);

// What a case is matched by.
struct CaseTraits {
  std::string tier;  // of its account, as the directory has it: empty when not graded
  std::string kind;
  std::string severity;
  std::string scope;
};

// Whether the rule is about such a case.
bool IsAbout(const SlaRule& rule, const CaseTraits& traits);

// How specific a rule is, 0 to 79, never alike for rules that ask for different fields: the one
// that asks for more of tier, kind, severity and scope; of as many, the one that asks for the tier,
// then for the severity, then for the scope.
int Specificity(const SlaRule& rule);

// The most specific rule about such a case, of a policy that passed Validate(); nullptr when none
// is: then the case has no clocks and goes to no plan.
const SlaRule* RuleFor(const SlaPolicy& policy, const CaseTraits& traits);

// The target of one of kClockKinds in working minutes; nothing when the rule has none.
std::optional<int> TargetMinutes(const SlaRule& rule, std::string_view clock_kind);

// A quarter of a calendar year: the plan that a case of kQuarterlyRoute goes to.
struct Quarter {
  int64_t year = 0;
  int quarter = 0;  // 1 to 4
  bool operator==(const Quarter&) const = default;
};

// The quarter of the local date at `received`.
Quarter PlanQuarter(absl::Time received, absl::TimeZone zone);

}  // namespace mainstay::feedback
