// What time does to visits.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Marks a batch of visits as missed whose planned end lies more than `grace` before `now` and that
// were neither made nor called off; true when there may be more. For service::PeriodicTask.
absl::StatusOr<bool> MissVisits(pg::Tx& tx, absl::Time now, absl::Duration grace);

}  // namespace mainstay::engagement
