// Plans return visits (回访计划): which accounts are due by the rules, when, and who goes.
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/engagement/cadence/cadence_rule.h"
#include "services/engagement/plans/due_dates.h"

namespace mainstay::engagement {

// A calendar quarter (季度) as a number that counts on: 2026's first is 8104.
constexpr int QuarterOf(absl::CivilDay day) {
  return static_cast<int>(day.year()) * 4 + (day.month() - 1) / 3;
}

// An account that may be planned for.
struct PlannedAccount {
  std::string id;  // bare UUID
  std::string tier;
  std::string owner;   // user id; empty: nobody's
  std::string region;  // empty: not known
  ContactRecord record;
  std::map<int, int> contacts;  // made and planned, by quarter
};

// A person's time that is taken already.
struct TakenTime {
  std::string user;
  absl::Time start;
  absl::Time end;
  std::string region;
};

struct PlanInputs {
  absl::CivilDay first;  // of the period; must not lie before today
  absl::CivilDay last;
  std::vector<CadenceRule> rules;
  std::vector<PlannedAccount> accounts;
  std::vector<TakenTime> taken;
  int daily_limit = 4;  // visits that fill a person's day
  // Proposals that are wanted: there are more only to show that the plan has more.
  size_t most = std::numeric_limits<size_t>::max();
  const calendar::WorkingTime* working = nullptr;
};

// Why a contact is planned.
struct PlanReason {
  std::string rule_id;                  // bare UUID
  std::string kind;                     // of the rule
  int overdue = 0;                      // days, when the period begins
  std::optional<absl::CivilDay> cause;  // the last contact or order, the festival
  std::string festival;
  bool operator==(const PlanReason&) const = default;
};

// What is wrong with a proposal, for somebody to decide on.
inline constexpr char kOverBudget[] = "over_budget";  // passes the account's contact budget
// No room in the person's days around it: it stands on the next day with room, or if there is none
// either at the beginning of its date.
inline constexpr char kDayFull[] = "day_full";
inline constexpr char kNoPerson[] = "no_person";  // the account has no owner, the rule no user

// A visit that the plan proposes.
struct ProposedVisit {
  std::string account_id;
  std::vector<PlanReason> reasons;  // several when rules ask for a contact in the same week
  absl::CivilDay due;               // a working day
  std::string user;                 // who goes; empty: nobody yet
  absl::Time start;
  absl::Time end;
  std::string visit_kind;
  std::string visit_mode;
  std::string purpose;
  std::string priority;
  std::vector<std::string> warnings;
};

// Which of an account's contacts on `days`, in order, pass a budget of so many a quarter, with
// those that there are besides, by quarter.
std::vector<bool> PassBudget(const std::vector<absl::CivilDay>& days, int budget,
                             std::map<int, int> contacts);

// The visits due in the period, by account and time. What was due before it is due on its first
// day. Each gets a day around its date on which its person has most room, or is in the region
// anyway, and a free slot in working hours: those of high priority first. The same inputs give the
// same plan. The period must have a working day.
//
// 10,000 accounts and 100 people take some 0.1 s a quarter (return_visit_benchmark.cc).
std::vector<ProposedVisit> PlanReturnVisits(const PlanInputs& inputs);

}  // namespace mainstay::engagement
