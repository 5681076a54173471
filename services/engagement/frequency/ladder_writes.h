// What time does to contacts that are missed.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/engagement/calendar/working_time_store.h"

namespace mainstay::engagement {

// Looks at a batch of accounts: each missed contact climbs the ladder with its events and tasks,
// one a step and each once; each contact made since takes it back to the ground and cancels the
// tasks that are still open. The tasks of the second step are `director`'s (user id; empty: nobody
// yet). Nobody climbs while there is no calendar workingCalendars/cn. True when there may be more.
// For service::PeriodicTask.
absl::StatusOr<bool> ClimbContactLadders(pg::Tx& tx, absl::Time now, const std::string& director,
                                         WorkingTimes& working_times);

}  // namespace mainstay::engagement
