// Tasks that the events of other services ask for.
#pragma once

#include <mainstay/events/v1/event.pb.h>
#include <mainstay/events/v1/task.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Makes the task, once for each area and key. What can be mended is: a long subject is cut, an
// absent due time is the event's. INVALID_ARGUMENT, and so a dead letter, for what cannot be: no
// key, no subject, a name that is none.
absl::Status TakeTaskRequested(pg::Tx& tx, const events::v1::Event& event,
                               const events::v1::TaskRequested& payload);
// Cancels the task if it is open; nothing when there is none, or it was done.
absl::Status TakeTaskWithdrawn(pg::Tx& tx, const events::v1::Event& event,
                               const events::v1::TaskWithdrawn& payload);

// Adds both to a subscription, of whatever area.
void TakeTasks(events::Subscription& subscription);

}  // namespace mainstay::engagement
