// What becomes of an event that cannot be applied: it is tried again, or waits for what is missing.
#pragma once

#include <utility>
#include <vector>

#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/events/backlog_store.h"
#include "common/events/inbox_store.h"
#include "common/events/stream.h"

namespace mainstay::events {

// An error that passes by itself, and says nothing about the event.
bool IsOutage(const absl::Status& status);

// How often a handler is tried before its event is a dead letter.
inline constexpr int kAttempts = 5;
// From the failed attempt `attempt` (1 to 4) to the next one: 0.2, 1, 5, 20 s.
absl::Duration BackoffAfter(int attempt);

// How often missing versions are wished for, and how far apart, before what comes after them is
// taken as it is: the producer's outbox has them no more.
inline constexpr int kWishes = 3;
inline constexpr absl::Duration kWishInterval = absl::Seconds(5);

// Wishes to be sent to the producers of these streams.
using Wishes = std::vector<std::pair<AreaPartition, Wish>>;

AggregateKey AggregateOf(const v1::Event& event);
AccountKey AccountOf(const v1::Event& event);

// The event's row, not tried yet.
BacklogRow RowOf(const v1::Event& event, std::string_view state, absl::Time now);

// Makes the row what it is after its handler has failed once more.
void NoteFailure(const absl::Status& status, absl::Time now, BacklogRow* row);

// Makes the row of `event` what it is while the versions after `position` are missing, and wishes
// for them. False when there were wishes enough.
bool NoteGap(const v1::Event& event, int64_t position, absl::Time now, BacklogRow* row,
             Wishes* wishes);

// Guards that the tests of the tests want to miss: whether they are in place.
bool ByInbox();
bool ByVersion();

}  // namespace mainstay::events
