// The calendars that come with Mainstay.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Makes the calendar "cn" when it is not there, and takes the published years that this release
// brings (common/calendar/official_days.h) into it, each once: what a company changes afterwards
// stays. False, for service::PeriodicTask.
absl::StatusOr<bool> KeepOfficialCalendar(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::engagement
