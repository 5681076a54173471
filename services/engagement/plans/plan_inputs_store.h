// What the planner is given, out of PostgreSQL: set by set, whatever the number of accounts.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/calendar/working_time.h"
#include "common/pg/session.h"
#include "services/engagement/plans/return_visit_plan.h"

namespace mainstay::engagement {

// The plan's calendar. INVALID_ARGUMENT on "working_calendar" when there is none.
absl::StatusOr<calendar::WorkingTime> ReadWorkingTime(pg::Tx& tx, const std::string& name);

// The time zone of the plan's calendar.
absl::TimeZone ReadZone(pg::Tx& tx, const std::string& name);

// Everything but `working`, for the accounts of the plan, with an `account_id` only for that one.
// Days are those of `zone`. Planned are the days from `first` on; what is taken of people's time
// are the visits that are planned and, for one account, the plan's other items.
PlanInputs ReadPlanInputs(pg::Tx& tx, const ReturnVisitPlan& plan, const std::string& account_id,
                          absl::CivilDay first, absl::TimeZone zone, absl::Time now);

// Takes note of an order, if none is known that is later.
void NoteOrder(pg::Tx& tx, const std::string& account_id, absl::Time order_time);

// The drafts that an account is in and whose period is not over, locked, oldest first.
std::vector<ReturnVisitPlan> LockDraftsOf(pg::Tx& tx, const std::string& account_id,
                                          absl::CivilDay today);

}  // namespace mainstay::engagement
