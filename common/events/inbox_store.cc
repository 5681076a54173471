#include "common/events/inbox_store.h"

#include <pqxx/pqxx>
#include <vector>

#include "common/pg/statement.h"

namespace mainstay::events {
namespace {

constexpr pg::Statement kReceive{"inbox_receive", R"sql(
INSERT INTO inbox (event_id, area, seq, receive_time)
SELECT event_id, area, seq, $4 FROM unnest($1::uuid[], $2::text[], $3::bigint[])
  AS received (event_id, area, seq)
ON CONFLICT DO NOTHING RETURNING event_id
)sql"};

constexpr pg::Statement kRead{"event_positions_read", R"sql(
SELECT area, aggregate_type, aggregate_id, version
FROM unnest($1::text[], $2::text[], $3::uuid[]) AS wanted (area, aggregate_type, aggregate_id)
CROSS JOIN LATERAL (
  SELECT version FROM event_positions p
  WHERE p.area = wanted.area AND p.aggregate_type = wanted.aggregate_type
    AND p.aggregate_id = wanted.aggregate_id
  LIMIT 1
) position
)sql"};

constexpr pg::Statement kSave{"event_positions_save", R"sql(
INSERT INTO event_positions (area, aggregate_type, aggregate_id, version)
SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[])
ON CONFLICT (area, aggregate_type, aggregate_id)
DO UPDATE SET version = greatest(event_positions.version, EXCLUDED.version)
)sql"};

constexpr pg::Statement kDelete{"inbox_delete", R"sql(
DELETE FROM inbox WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM inbox WHERE receive_time < $1 LIMIT $2))
)sql"};

struct KeyColumns {
  explicit KeyColumns(const Positions& positions) {
    for (const auto& [key, version] : positions) {
      areas.push_back(key.area);
      types.push_back(key.type);
      ids.push_back(key.id);
      versions.push_back(version);
    }
  }
  std::vector<std::string> areas, types, ids;
  std::vector<int64_t> versions;
};

}  // namespace

std::set<std::string> NoteReceived(pg::Tx& tx, absl::Span<const ReceivedEvent> events,
                                   absl::Time now) {
  std::vector<std::string> ids, areas;
  std::vector<int64_t> seqs;
  for (const ReceivedEvent& event : events) {
    ids.push_back(event.event_id);
    areas.push_back(event.area);
    seqs.push_back(event.seq);
  }
  std::set<std::string> fresh;
  for (const auto& row : tx.Run(kReceive, ids, areas, seqs, now)) fresh.insert(row[0].c_str());
  return fresh;
}

void ReadPositions(pg::Tx& tx, Positions* positions) {
  const KeyColumns keys(*positions);
  for (const auto& row : tx.Run(kRead, keys.areas, keys.types, keys.ids)) {
    (*positions)[{row[0].c_str(), row[1].c_str(), row[2].c_str()}] = row[3].as<int64_t>();
  }
}

void SavePositions(pg::Tx& tx, const Positions& positions) {
  if (positions.empty()) return;
  const KeyColumns keys(positions);
  tx.Run(kSave, keys.areas, keys.types, keys.ids, keys.versions);
}

int DeleteReceivedBefore(pg::Tx& tx, absl::Time before, int limit) {
  return static_cast<int>(tx.Run(kDelete, before, limit).affected_rows());
}

}  // namespace mainstay::events
