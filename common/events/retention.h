// What consumers forget, and when. The outbox is cleared by its relay, which knows what everybody
// has acknowledged.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::events {

// Longer than any producer's outbox keeps what it could publish again.
inline constexpr absl::Duration kReceivedKept = absl::Hours(14 * 24);
// Dead letters that were replayed or discarded.
inline constexpr absl::Duration kHandledKept = absl::Hours(30 * 24);

// Forget a batch each; true when there may be more. For service::PeriodicTask.
absl::StatusOr<bool> ForgetReceived(pg::Tx& tx, absl::Time now);
absl::StatusOr<bool> ForgetHandled(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::events
