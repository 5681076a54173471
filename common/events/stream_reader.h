// A consumer group's end of the streams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/events/backlog_store.h"
#include "common/events/stream.h"
#include "common/redis/redis.h"

namespace mainstay::events {

// An entry of one of the reader's streams, by its index.
struct StreamEntry {
  size_t stream;
  std::string id;  // as Redis writes it
  bool readable;   // holds an event
  v1::Event event;
};

// Reads the streams that it was given, for a group whose other members read other streams: all
// share one consumer name, so that what was delivered to one that died is the next one's. Not
// thread-safe.
class StreamReader {
 public:
  StreamReader(redis::Options options, std::string group, std::vector<AreaPartition> streams);

  // Reads these from now on as well.
  void Add(absl::Span<const size_t> streams);
  // Reads none any more.
  void Clear();

  // The next entries: first all that were delivered before and never acknowledged, then new ones,
  // for which it waits at most `wait`. In order for each stream; empty when there are none. Makes
  // groups that do not exist, from the stream's very beginning. After an error it asks for what
  // was delivered again, because the answer may have been lost on its way.
  absl::StatusOr<std::vector<StreamEntry>> Read(absl::Duration wait);

  // These are done with.
  absl::Status Acknowledge(absl::Span<const StreamEntry> entries);

  // Asks the producers for what is missing.
  absl::Status Send(absl::Span<const std::pair<AreaPartition, Wish>> wishes);

  // How far the group is behind in an area's streams that are read here.
  struct Lag {
    std::string area;
    int64_t events = 0;  // from the last seq handled to the last in the stream, the most
    absl::Duration oldest_pending{};  // since the oldest entry that was delivered and is not done
  };
  // To be called while everything that was read is acknowledged: what is pending all the same is
  // read again.
  absl::StatusOr<std::vector<Lag>> Measure();

 private:
  struct Stream {
    AreaPartition place;
    std::string key;
    bool reading = false;
    bool grouped = false;       // the group exists
    std::string claim = "0-0";  // where to go on with what was delivered before; empty: no more
    int64_t handled = 0;        // greatest seq acknowledged; 0: none yet
  };

  absl::Status MakeGroups();
  absl::StatusOr<std::vector<StreamEntry>> Claim(const std::vector<size_t>& streams);
  absl::StatusOr<std::vector<StreamEntry>> ReadNew(absl::Duration wait);
  void StartOver();
  void Take(size_t stream, const redis::Reply& entries, std::vector<StreamEntry>* out) const;

  redis::Connection redis_;
  const std::string group_;
  std::vector<Stream> streams_;
};

}  // namespace mainstay::events
