// The outbox as its relay reads and marks it. An unpublished row has neither published_at nor
// stream_id, a published one has both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/events/stream.h"
#include "common/pg/session.h"

namespace mainstay::events {

// A row to be published.
struct OutboxRow {
  int64_t seq;
  int partition;
  std::string event_id, account_id, aggregate_type, aggregate_id;
  int64_t aggregate_version;
  std::string type, payload, traceparent, actor;
  absl::Time occurred_at;
};

// The bytes of the row's mainstay.events.v1.Event.
std::string ToEntry(const OutboxRow& row, std::string_view area);

// The unpublished rows of these partitions with a seq above `after_seq`, at most `limit` of each,
// by partition and seq. 0 for `after_seq` means all: a slow transaction commits a lower seq late.
std::vector<OutboxRow> ReadUnpublished(pg::Tx& tx, const std::vector<int64_t>& partitions,
                                       int64_t after_seq, int limit);

struct PublishedRow {
  int64_t seq;
  StreamId id;
};
void MarkPublished(pg::Tx& tx, absl::Span<const PublishedRow> rows, absl::Time now);

// The greatest id among the published rows of each partition; those without one are left out.
struct Tip {
  int partition;
  StreamId id;
};
std::vector<Tip> PublishedTips(pg::Tx& tx, const std::vector<int64_t>& partitions);

// Makes unpublished again what was published after `id`, the latest first, at most `limit` rows.
// Returns how many; fewer than `limit` means that none is left.
int UnpublishAfter(pg::Tx& tx, int partition, const StreamId& id, int limit);

// The same for the versions that consumers miss, as far as the outbox still has them in these
// partitions.
int Unpublish(pg::Tx& tx, const std::vector<int64_t>& partitions, absl::Span<const Wish> wishes);

// When the oldest unpublished row of each partition was made; InfiniteFuture when there is none.
// Every partition, whoever relays it.
absl::Time OldestUnpublished(pg::Tx& tx);

// Deletes what was published before `id`, the oldest first, at most `limit` rows. Returns how many.
int DeletePublishedBefore(pg::Tx& tx, int partition, const StreamId& id, int limit);

}  // namespace mainstay::events
