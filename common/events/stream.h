// The streams in Redis: their names, their ids, and how entries get into them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/redis/redis.h"

namespace mainstay::events {

// The id of a stream's entry: milliseconds of Redis's clock, then a number within them. Grows from
// entry to entry.
struct StreamId {
  uint64_t milliseconds = 0, number = 0;

  auto operator<=>(const StreamId&) const = default;
  // "1767225600000-3", as Redis writes it.
  std::string ToRedis() const;
  // The same in a fixed width, so that text compares as ids do: as the outbox keeps it.
  std::string ToText() const;
  absl::Time time() const { return absl::FromUnixMillis(static_cast<int64_t>(milliseconds)); }
};

// Either form; INTERNAL for anything else.
absl::StatusOr<StreamId> ParseStreamId(std::string_view text);
// The least id that an entry of that instant can have.
StreamId StreamIdAt(absl::Time time);

// "mainstay:accounts:7"; an entry has one field, "e", with an Event's bytes.
std::string StreamKey(std::string_view area, int partition);
// "mainstay:accounts:7:wanted": a set of Wish texts, for the relay of that partition.
std::string WantedKey(std::string_view area, int partition);

// The versions of an aggregate, both ends included, that a consumer misses.
struct Wish {
  std::string aggregate_type;
  std::string aggregate_id;  // bare UUID
  int64_t first_version, last_version;

  std::string ToText() const;
};
// Nothing for what ToText did not make.
std::optional<Wish> ParseWish(std::string_view text);

// Entries for one stream, and the greatest id that is known to have been given there.
struct Appending {
  std::string key;
  StreamId known;
  std::vector<std::string> entries;  // may be empty: then only the question whether it is all there
};

struct Appended {
  bool lost = false;          // the stream has forgotten entries up to `known`; nothing was added
  StreamId tip;               // when lost: the greatest id that the stream remembers
  std::vector<StreamId> ids;  // else: one an entry, ascending
};

// Adds all entries, in order for each stream. For each stream it looks first, in the same step,
// whether the stream still remembers `known`: a Redis that was emptied, restarted or restored from
// an older snapshot does not, and then it gets nothing new before what it lost.
// An error as of redis::Connection::Pipeline; each stream's own error is FAILED_PRECONDITION.
// After an error entries may have been added all the same.
absl::StatusOr<std::vector<absl::StatusOr<Appended>>> Append(
    redis::Connection& redis, absl::Span<const Appending> appendings);

}  // namespace mainstay::events
