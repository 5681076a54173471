// Festivals as they come up.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Makes the items of festivals that are near, and their tasks for the owners, for a batch of
// accounts of the tiers that the rules name, each once; true when there may be more. For
// service::PeriodicTask.
absl::StatusOr<bool> RemindOfFestivals(pg::Tx& tx, absl::Time now);

// Leaves the accounts of a merge one task for a festival: cancels what there is twice, and brings
// it back when the merge was undone; a batch, true when there may be more. For
// service::PeriodicTask.
absl::StatusOr<bool> SettleFestivals(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::engagement
