// What a relay does, step by step, without a thread of its own: takes partitions, carries their
// outbox rows into the streams and marks them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/events/outbox.h"
#include "common/events/outbox_store.h"
#include "common/events/stream.h"
#include "common/pg/session.h"
#include "common/pg/session_locks.h"
#include "common/redis/redis.h"

namespace mainstay::events {

struct RelayOptions {
  std::string area;             // "accounts"; of the streams' names
  pg::SessionOptions database;  // with the outbox
  redis::Options redis;
  // Consumer groups that must acknowledge an entry before it may go. Those that exist count too.
  std::vector<std::string> groups = {};
  // How long rows stay in the outbox after they were published, at least.
  absl::Duration retention = absl::Hours(7 * 24);
};

// What a round published of what there was. After kPartly there may be more to publish.
enum class Published { kNothing, kAll, kPartly };

// The truth is the outbox. It holds for every partition, and is checked in the same step in which
// an entry is added, that its stream remembers the greatest id that the outbox knows; a stream that
// does not has lost entries, and everything after what it remembers is published again before
// anything new. What was added and not marked is added twice. Not thread-safe.
class Publisher {
 public:
  explicit Publisher(RelayOptions options);

  // Asks for the partitions that nobody relays. The ones held are relayed by nobody else.
  absl::Status TakePartitions();
  // Whether there is anything to publish for.
  bool holds_any() const { return !locks_.held().empty() && unknown_.empty(); }
  bool holds_all() const { return locks_.held().size() == kPartitions && unknown_.empty(); }

  // One round: what is unpublished, at most kRoundRows of each partition. An error leaves
  // everything to the next round; ABORTED when the partitions were lost.
  absl::StatusOr<Published> Publish();

  // Looks how old the oldest unpublished row is, for the metrics. Needs no Redis.
  absl::Status Measure();

  // Finds what streams have lost while nothing was published, and publishes again what consumers
  // miss. To be called about once a second.
  absl::Status Look();

  // Drops from the streams what every group has acknowledged, and from the outbox what is older
  // than the retention and so dropped. To be called about once a minute.
  absl::Status Clean();

  static constexpr int kRoundRows = 200;

 private:
  std::vector<int64_t> held() const;
  absl::StatusOr<std::vector<OutboxRow>> Read();
  absl::Status Mark(const std::vector<PublishedRow>& rows);
  absl::StatusOr<bool> Carry(const std::vector<OutboxRow>& rows);
  absl::Status Rewind(int partition, const StreamId& tip);
  absl::Status FindLosses();
  absl::Status GrantWishes();
  absl::Status DeleteOld(int partition, const StreamId& before);
  template <class F>
  auto Write(F&& body);

  const RelayOptions options_;
  pg::Session session_;
  redis::Connection redis_;
  pg::SessionLocks locks_;
  std::array<StreamId, kPartitions> known_{};  // of the partitions held
  std::vector<int64_t> unknown_;               // partitions held whose known_ is yet to be read
  int64_t last_seq_ = 0;                       // greatest read
  prometheus::Counter &published_, &rewinds_, &republished_;
  prometheus::Histogram& latency_;
  prometheus::Gauge &oldest_, &partitions_;
};

}  // namespace mainstay::events
