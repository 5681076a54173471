// How events become effects: which are new, which are next, which have to wait. Transactions and
// streams are its callers' concern.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/events/backlog_store.h"
#include "common/events/inbox_store.h"
#include "common/events/stream.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

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

// What a transaction did, to be counted and acted on once it has committed.
struct Applied {
  std::map<std::pair<std::string, std::string>, int64_t> outcomes;  // by area and outcome
  std::vector<std::pair<AreaPartition, Wish>> wishes;               // to be sent to the producers
  bool more = false;  // of a backlog: the rest of the account's rows can be taken at once
};

// The rules, the same for all of a consumer's streams. An event whose id is in the inbox is a
// duplicate, one whose version is not above its aggregate's position is stale: both are left alone.
// The next version is applied, and so is one without a handler, which only moves the position. One
// further on leaves a gap: it waits, and the missing versions are wished for. While an account has
// open rows in the backlog, its events with a greater seq wait too. Immutable.
class Applier {
 public:
  explicit Applier(std::vector<Subscription> subscriptions);

  // Takes in new events, in the order given. The first failure of a handler is returned, and the
  // transaction is then to be rolled back; `careful` runs each handler under a savepoint instead,
  // puts the event of a failed one into the backlog, and returns outages only.
  absl::StatusOr<Applied> TakeIn(pg::Tx& tx, absl::Span<const v1::Event> events, absl::Time now,
                                 bool careful) const;

  // Looks at an account's backlog, from its head as far as it goes, at most `limit` rows. Returns
  // outages; a failure is written down.
  absl::StatusOr<Applied> WorkOff(pg::Tx& tx, const AccountKey& account, absl::Time now,
                                  int limit) const;

 private:
  class Batch;
  class Chain;

  // OK for a type without a handler.
  absl::Status Handle(pg::Tx& tx, const v1::Event& event) const;

  std::map<std::string, Subscription, std::less<>> by_area_;
};

}  // namespace mainstay::events
