// What the planner is given, out of PostgreSQL: set by set, whatever the number of accounts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

// The time zone of the plan's calendar.
absl::TimeZone ReadZone(pg::Tx& tx, const std::string& name);

// Everything but `working` and `most`, for the accounts of the plan, with an `account_id` only for
// that one, of which, and of whom may be sent there, alone the rows are read then. Days are those
// of `zone`. Planned are the days from `first` on; what is taken of people's time are the visits
// that are planned and, for one account, the plan's other items; its skipped ones count as contacts
// too.
PlanInputs ReadPlanInputs(pg::Tx& tx, const ReturnVisitPlan& plan, const std::string& account_id,
                          absl::CivilDay first, absl::TimeZone zone);

// How many contacts an account may have in a quarter, and how many there are, plans aside.
struct AccountBudget {
  int most = 0;
  std::map<int, int> contacts;  // by quarter (QuarterOf)
};
// Of an account that survived merges, in the quarters from that of `first` to `last`; nothing when
// no rule limits them.
std::optional<AccountBudget> ReadAccountBudget(pg::Tx& tx, const std::string& account_id,
                                               absl::CivilDay first, absl::CivilDay last,
                                               absl::TimeZone zone);

// Takes note of an order; false when one is known that is as late.
bool NoteOrder(pg::Tx& tx, const std::string& account_id, absl::Time order_time);

// The account under which an account is seen: itself, or what it was merged into.
std::string SurvivorOf(pg::Tx& tx, const std::string& account_id);

// The drafts that an account belongs to, or that hold items of it or of those merged into it, and
// whose period is not over; locked, oldest first.
std::vector<ReturnVisitPlan> LockDraftsOf(pg::Tx& tx, const std::string& account_id,
                                          absl::CivilDay today);

}  // namespace mainstay::engagement
