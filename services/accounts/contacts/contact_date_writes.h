// Days to remember of contacts, announced to the other services as they come up.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// Announces what comes within `notice` (whole days count, of China) after `now`, each occurrence
// once, and takes back what was announced of dates that changed since, for a batch of contacts;
// true when there may be more. For service::PeriodicTask.
absl::StatusOr<bool> AnnounceContactDates(pg::Tx& tx, absl::Time now, absl::Duration notice);

}  // namespace mainstay::accounts
