// How events become effects: which are new, which are next, which have to wait. Transactions and
// streams are its callers' concern.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/events/v1/event.pb.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/events/backlog_store.h"
#include "common/events/event_rules.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::events {

// What a transaction did, to be counted and acted on once it has committed.
struct Applied {
  std::map<std::pair<std::string, std::string>, int64_t> outcomes;  // by area and outcome
  Wishes wishes;
};

// The rules, the same for all of a consumer's streams. An event whose id is in the inbox is a
// duplicate, one whose version is not above its aggregate's position is stale: both are left alone.
// The next version is applied, and so is one without a handler, which only moves the position. One
// further on leaves a gap: it waits, and the missing versions are wished for. While an account has
// open rows in the backlog, its events with a greater seq wait too. Immutable.
class Applier {
 public:
  explicit Applier(std::vector<Subscription> subscriptions);

  // Takes in new events, in the order given. One whose handler fails goes into the backlog, and
  // what the others did stays. Returns outages only.
  absl::StatusOr<Applied> TakeIn(pg::Tx& tx, absl::Span<const v1::Event> events,
                                 absl::Time now) const;

  // Looks at the backlog of these accounts, in the order given: each from its head as far as it
  // goes, at most `limit` rows; the rest of its rows is due at once. A failure is written down.
  // Asks `go_on` before each account but the first, and leaves the others as they are when that
  // says no. An outage ends its account's turn, uses no attempt, and is returned when nothing else
  // was done either; no other error is.
  absl::StatusOr<Applied> WorkOff(pg::Tx& tx, absl::Span<const AccountKey> accounts, absl::Time now,
                                  int limit, absl::FunctionRef<bool()> go_on) const;

 private:
  class Intake;
  class Backlog;

  // OK for a type without a handler.
  absl::Status Handle(pg::Tx& tx, const v1::Event& event) const;

  std::map<std::string, Subscription, std::less<>> by_area_;
};

}  // namespace mainstay::events
