#include "services/engagement/commitments/commitment_stats_store.h"

#include <pqxx/result>

#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

// $1 what to group by, $2 account or NULL, $3 scope, $4 and $5 the period, $6 party or '', $7 time
// zone, $8 now, $9 and $10 rank and key of the last group of the page before or NULL, $11 limit.
// GROUPING SETS adds the total, also of nothing.
constexpr pg::Statement kCount{"commitment_stats", R"sql(
WITH judged AS (
  SELECT CASE $1::text
      WHEN 'account' THEN coalesce(d.survivor_id, c.account_id)::text
      WHEN 'promiser' THEN c.promiser
      ELSE to_char(c.due_time AT TIME ZONE $7::text, 'YYYY-MM') END COLLATE "C" AS key,
    CASE WHEN c.state <> 'open' THEN c.state WHEN c.due_time < $8::timestamptz THEN 'overdue'
      ELSE 'open' END AS state,
    c.punctuality
  FROM commitments c LEFT JOIN account_directory d USING (account_id)
  WHERE c.state <> 'cancelled' AND c.due_time >= $4::timestamptz AND c.due_time < $5::timestamptz
    AND ($6::text = '' OR c.party = $6)
    AND ($2::uuid IS NULL OR coalesce(d.survivor_id, c.account_id) = $2)
    AND ($2::uuid IS NOT NULL OR )sql" MAINSTAY_IN_SCOPE("d.survivor_id", "$3") R"sql()
), counted AS (
  SELECT key, grouping(key) = 1 AS total,
    count(*) FILTER (WHERE punctuality = 'on_time') AS on_time,
    count(*) FILTER (WHERE punctuality = 'after_renegotiation') AS after_renegotiation,
    count(*) FILTER (WHERE punctuality = 'late') AS late,
    count(*) FILTER (WHERE state = 'broken') AS broken,
    count(*) FILTER (WHERE state = 'overdue') AS overdue,
    count(*) FILTER (WHERE state = 'open') AS open,
    CASE WHEN $1::text = 'month' THEN 0 ELSE count(*) FILTER (WHERE state <> 'open') END AS rank
  FROM judged GROUP BY GROUPING SETS ((key), ())
)
SELECT coalesce(n.key, ''), coalesce(d.display_name, ''), n.on_time, n.after_renegotiation, n.late,
  n.broken, n.overdue, n.open, n.rank
FROM counted n LEFT JOIN account_directory d
  ON $1::text = 'account' AND d.account_id::text = n.key
WHERE n.total OR $9::bigint IS NULL OR (n.rank, n.key) < ($9::bigint, $10::text)
ORDER BY n.total DESC, n.rank DESC, n.key DESC LIMIT $11::int
)sql"};

CommitmentCounts CountsOf(const pqxx::row& row) {
  return {.key = row[0].c_str(),
          .account_display_name = row[1].c_str(),
          .on_time = row[2].as<int64_t>(),
          .after_renegotiation = row[3].as<int64_t>(),
          .late = row[4].as<int64_t>(),
          .broken = row[5].as<int64_t>(),
          .overdue = row[6].as<int64_t>(),
          .open = row[7].as<int64_t>()};
}

}  // namespace

CommitmentStats CountCommitments(pg::Tx& tx, const CommitmentStatsQuery& query,
                                 const auth::AccountScope& scope) {
  const bool first = query.after.empty();
  const pqxx::result rows = tx.Run(
      kCount, query.group_by, query.account_id.empty() ? pg::Param() : pg::Param(query.account_id),
      scope.user(), query.start, query.end, query.party, query.time_zone, query.now,
      first ? pg::Param() : pg::Param(query.after[0]),
      first ? pg::Param() : pg::Param(query.after[1]), query.limit + 2);
  CommitmentStats stats;
  stats.total = CountsOf(rows[0]);
  for (int i = 1; i < static_cast<int>(rows.size()); ++i) {
    if (i > query.limit) {
      stats.next = {rows[query.limit][8].c_str(), rows[query.limit][0].c_str()};
      break;
    }
    stats.groups.push_back(CountsOf(rows[i]));
  }
  return stats;
}

}  // namespace mainstay::engagement
