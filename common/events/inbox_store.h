// What a consumer remembers of the events it has received and applied.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/pg/session.h"

namespace mainstay::events {

// An aggregate of another area.
struct AggregateKey {
  std::string area, type, id;
  auto operator<=>(const AggregateKey&) const = default;
};
// The last version applied of each; 0 for none.
using Positions = std::map<AggregateKey, int64_t>;

struct ReceivedEvent {
  std::string event_id, area;
  int64_t seq;
};

// Notes the events and returns the ids of those that had not been received before.
std::set<std::string> NoteReceived(pg::Tx& tx, absl::Span<const ReceivedEvent> events,
                                   absl::Time now);

// Fills in the positions of the keys that are in `positions`, where there are any.
void ReadPositions(pg::Tx& tx, Positions* positions);
// Moves positions on; never back.
void SavePositions(pg::Tx& tx, const Positions& positions);

// Deletes at most `limit` inbox rows received before `before`; how many.
int DeleteReceivedBefore(pg::Tx& tx, absl::Time before, int limit);

}  // namespace mainstay::events
