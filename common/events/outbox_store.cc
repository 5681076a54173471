#include "common/events/outbox_store.h"

#include <mainstay/events/v1/event.pb.h>

#include <pqxx/pqxx>

#include "common/api/proto_time.h"
#include "common/pg/statement.h"

namespace mainstay::events {
namespace {

constexpr pg::Statement kReadUnpublished{"outbox_read_unpublished", R"sql(
SELECT o.seq, o.partition, o.event_id, o.account_id, o.aggregate_type, o.aggregate_id,
       o.aggregate_version, o.type, o.payload, o.trace, o.actor, o.occurred_at
FROM unnest($1::bigint[]) AS held (partition)
CROSS JOIN LATERAL (
  SELECT * FROM outbox
  WHERE partition = held.partition::smallint AND published_at IS NULL AND seq > $2
  ORDER BY seq LIMIT $3
) o
ORDER BY o.partition, o.seq
)sql"};

constexpr pg::Statement kMark{"outbox_mark_published", R"sql(
UPDATE outbox SET published_at = $3, stream_id = marks.stream_id, attempts = attempts + 1
FROM unnest($1::bigint[], $2::text[]) AS marks (seq, stream_id)
WHERE outbox.seq = marks.seq
)sql"};

constexpr pg::Statement kTips{"outbox_published_tips", R"sql(
SELECT held.partition, tip.stream_id
FROM unnest($1::bigint[]) AS held (partition)
CROSS JOIN LATERAL (
  SELECT stream_id FROM outbox
  WHERE partition = held.partition::smallint AND stream_id IS NOT NULL
  ORDER BY stream_id DESC LIMIT 1
) tip
)sql"};

constexpr pg::Statement kUnpublishAfter{"outbox_unpublish_after", R"sql(
UPDATE outbox SET published_at = NULL, stream_id = NULL
FROM (SELECT seq FROM outbox WHERE partition = $1::smallint AND stream_id > $2
      ORDER BY stream_id DESC LIMIT $3) lost
WHERE outbox.seq = lost.seq
)sql"};

constexpr pg::Statement kUnpublish{"outbox_unpublish", R"sql(
UPDATE outbox SET published_at = NULL, stream_id = NULL
FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::bigint[])
  AS wished (aggregate_type, aggregate_id, first_version, last_version)
WHERE outbox.aggregate_type = wished.aggregate_type
  AND outbox.aggregate_id = wished.aggregate_id
  AND outbox.aggregate_version BETWEEN wished.first_version AND wished.last_version
  AND outbox.partition = ANY($1::bigint[]) AND outbox.stream_id IS NOT NULL
)sql"};

constexpr pg::Statement kOldest{"outbox_oldest_unpublished", R"sql(
SELECT coalesce(min(first.occurred_at), 'infinity')
FROM generate_series(0, 15) AS every (partition)
CROSS JOIN LATERAL (
  SELECT occurred_at FROM outbox
  WHERE partition = every.partition::smallint AND published_at IS NULL ORDER BY seq LIMIT 1
) first
)sql"};

constexpr pg::Statement kDelete{"outbox_delete_published", R"sql(
DELETE FROM outbox USING (
  SELECT seq FROM outbox WHERE partition = $1::smallint AND stream_id < $2
  ORDER BY stream_id LIMIT $3
) old
WHERE outbox.seq = old.seq
)sql"};

OutboxRow ToRow(const pqxx::row& row) {
  return {.seq = row[0].as<int64_t>(),
          .partition = row[1].as<int>(),
          .event_id = row[2].c_str(),
          .account_id = row[3].c_str(),
          .aggregate_type = row[4].c_str(),
          .aggregate_id = row[5].c_str(),
          .aggregate_version = row[6].as<int64_t>(),
          .type = row[7].c_str(),
          .payload = pg::ParseBytes(row[8].c_str()),
          .traceparent = row[9].c_str(),
          .actor = row[10].c_str(),
          .occurred_at = pg::ParseTime(row[11].c_str())};
}

}  // namespace

std::string ToEntry(const OutboxRow& row, std::string_view area) {
  v1::Event event;
  event.set_seq(row.seq);
  event.set_event_id(row.event_id);
  event.set_area(std::string(area));
  event.set_account_id(row.account_id);
  event.set_aggregate_type(row.aggregate_type);
  event.set_aggregate_id(row.aggregate_id);
  event.set_aggregate_version(row.aggregate_version);
  event.set_type(row.type);
  event.set_payload(row.payload);
  event.set_traceparent(row.traceparent);
  event.set_actor(row.actor);
  *event.mutable_occur_time() = api::TimeToProto(row.occurred_at);
  return event.SerializeAsString();
}

std::vector<OutboxRow> ReadUnpublished(pg::Tx& tx, const std::vector<int64_t>& partitions,
                                       int64_t after_seq, int limit) {
  std::vector<OutboxRow> rows;
  for (const auto& row : tx.Run(kReadUnpublished, partitions, after_seq, limit)) {
    rows.push_back(ToRow(row));
  }
  return rows;
}

void MarkPublished(pg::Tx& tx, absl::Span<const PublishedRow> rows, absl::Time now) {
  std::vector<int64_t> seqs;
  std::vector<std::string> ids;
  for (const PublishedRow& row : rows) {
    seqs.push_back(row.seq);
    ids.push_back(row.id.ToText());
  }
  tx.Run(kMark, seqs, ids, now);
}

std::vector<Tip> PublishedTips(pg::Tx& tx, const std::vector<int64_t>& partitions) {
  std::vector<Tip> tips;
  for (const auto& row : tx.Run(kTips, partitions)) {
    tips.push_back({row[0].as<int>(), ParseStreamId(row[1].c_str()).value_or(StreamId())});
  }
  return tips;
}

int UnpublishAfter(pg::Tx& tx, int partition, const StreamId& id, int limit) {
  return static_cast<int>(tx.Run(kUnpublishAfter, partition, id.ToText(), limit).affected_rows());
}

int Unpublish(pg::Tx& tx, const std::vector<int64_t>& partitions, absl::Span<const Wish> wishes) {
  std::vector<std::string> types, ids;
  std::vector<int64_t> first, last;
  for (const Wish& wish : wishes) {
    types.push_back(wish.aggregate_type);
    ids.push_back(wish.aggregate_id);
    first.push_back(wish.first_version);
    last.push_back(wish.last_version);
  }
  return static_cast<int>(tx.Run(kUnpublish, partitions, types, ids, first, last).affected_rows());
}

absl::Time OldestUnpublished(pg::Tx& tx) { return pg::ParseTime(tx.Run(kOldest)[0][0].c_str()); }

int DeletePublishedBefore(pg::Tx& tx, int partition, const StreamId& id, int limit) {
  return static_cast<int>(tx.Run(kDelete, partition, id.ToText(), limit).affected_rows());
}

}  // namespace mainstay::events
