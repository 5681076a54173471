#include "common/events/outbox.h"

#include <algorithm>
#include <pqxx/pqxx>

#include "absl/types/span.h"
#include "common/api/uuid.h"

namespace mainstay::events {
namespace {

constexpr size_t kBatch = 1000;  // rows a statement, so that its arrays stay small

// The same columns as kInsertOutboxSql, one array each.
constexpr std::string_view kInsertManySql =
    "INSERT INTO outbox (event_id, account_id, aggregate_type, aggregate_id, aggregate_version, "
    "partition, type, payload, trace, actor, occurred_at) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], "
    "$6::smallint[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::timestamptz[])";

constexpr size_t kColumns = 11;

void AppendBatch(pg::Tx& tx, absl::Span<const OutboxEvent> events) {
  std::vector<std::vector<std::string>> columns(kColumns);
  for (const OutboxEvent& event : events) {
    std::vector<pg::Param> row = OutboxParams(event);
    for (size_t i = 0; i < kColumns; ++i) columns[i].push_back(*std::move(row[i]));
  }
  std::vector<pg::Param> params;
  for (const auto& column : columns) params.push_back(pg::ToParam(column));
  tx.RunParams(pg::Statement{"outbox_insert_many", kInsertManySql}, params);
}

}  // namespace

const std::string_view kInsertOutboxSql =
    "INSERT INTO outbox (event_id, account_id, aggregate_type, aggregate_id, aggregate_version, "
    "partition, type, payload, trace, actor, occurred_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

int PartitionOf(std::string_view account_id) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : account_id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211u;
  }
  return static_cast<int>(hash % kPartitions);
}

std::vector<pg::Param> OutboxParams(const OutboxEvent& event) {
  return {pg::ToParam(api::NewUuid(event.occurred_at)),
          pg::ToParam(event.account_id),
          pg::ToParam(event.aggregate_type),
          pg::ToParam(event.aggregate_id),
          pg::ToParam(event.aggregate_version),
          pg::ToParam(PartitionOf(event.account_id)),
          pg::ToParam(event.type),
          pg::ToParam(pg::Bytes{event.payload}),
          pg::ToParam(event.trace.ToTraceparent()),
          pg::ToParam(event.actor),
          pg::ToParam(event.occurred_at)};
}

void Append(pg::Tx& tx, const OutboxEvent& event) {
  tx.RunParams(pg::Statement{"outbox_insert", kInsertOutboxSql}, OutboxParams(event));
}

void AppendAll(pg::Tx& tx, const std::vector<OutboxEvent>& events) {
  for (size_t start = 0; start < events.size(); start += kBatch) {
    AppendBatch(tx, absl::MakeConstSpan(events).subspan(start, kBatch));
  }
}

}  // namespace mainstay::events
