#include "services/engagement/commitments/commitment_stats_store.h"

#include <pqxx/result>

#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

// $1 what to group by, $2 whose, as `which` says it, $3 and $4 the period, $5 party or '', $6 time
// zone, $7 now, $8 and $9 rank and key of the last group of the page before or NULL, $10 limit. The
// total is there also of nothing. A contact is one promiser, under whichever account of a family
// the promise was noted: named under the account that survived.
#define MAINSTAY_COMMITMENT_STATS(which)                                                       \
  "WITH judged AS ( "                                                                          \
  "  SELECT CASE $1::text WHEN 'account' THEN coalesce(d.survivor_id, c.account_id)::text "    \
  "      WHEN 'promiser' THEN CASE WHEN c.party = 'customer' "                                 \
  "        THEN regexp_replace(c.promiser, '^accounts/[^/]+', "                                \
  "          'accounts/' || coalesce(d.survivor_id, c.account_id)) "                           \
  "        ELSE c.promiser END "                                                               \
  "      ELSE to_char(c.due_time AT TIME ZONE $6::text, 'YYYY-MM') END COLLATE \"C\" AS key, " \
  "    CASE WHEN c.state <> 'open' THEN c.state "                                              \
  "      WHEN c.due_time < $7::timestamptz THEN 'overdue' ELSE 'open' END AS state, "          \
  "    c.punctuality "                                                                         \
  "  FROM commitments c LEFT JOIN account_directory d USING (account_id) "                     \
  "  WHERE c.state <> 'cancelled' AND c.due_time >= $3::timestamptz "                          \
  "    AND c.due_time < $4::timestamptz "                                                      \
  "    AND ($5::text = '' OR c.party = $5) AND " which                                         \
  "), counted AS MATERIALIZED ( "                                                              \
  "  SELECT key, count(*) FILTER (WHERE punctuality = 'on_time') AS on_time, "                 \
  "    count(*) FILTER (WHERE punctuality = 'after_renegotiation') AS after_renegotiation, "   \
  "    count(*) FILTER (WHERE punctuality = 'late') AS late, "                                 \
  "    count(*) FILTER (WHERE state = 'broken') AS broken, "                                   \
  "    count(*) FILTER (WHERE state = 'overdue') AS overdue, "                                 \
  "    count(*) FILTER (WHERE state = 'open') AS open, "                                       \
  "    CASE WHEN $1::text = 'month' THEN 0 "                                                   \
  "      ELSE count(*) FILTER (WHERE state <> 'open') END AS rank "                            \
  "  FROM judged GROUP BY key "                                                                \
  "), page AS ( "                                                                              \
  "  SELECT false AS total, counted.* FROM counted "                                           \
  "  WHERE $8::bigint IS NULL OR (rank, key) < ($8::bigint, $9::text) "                        \
  "  UNION ALL "                                                                               \
  "  SELECT true, '', coalesce(sum(on_time), 0)::bigint, "                                     \
  "    coalesce(sum(after_renegotiation), 0)::bigint, coalesce(sum(late), 0)::bigint, "        \
  "    coalesce(sum(broken), 0)::bigint, coalesce(sum(overdue), 0)::bigint, "                  \
  "    coalesce(sum(open), 0)::bigint, 0 "                                                     \
  "  FROM counted "                                                                            \
  "  ORDER BY total DESC, rank DESC, key DESC LIMIT $10::int "                                 \
  ") "                                                                                         \
  "SELECT p.key, coalesce(d.display_name, ''), p.on_time, p.after_renegotiation, p.late, "     \
  "  p.broken, p.overdue, p.open, p.rank "                                                     \
  "FROM page p LEFT JOIN account_directory d "                                                 \
  "  ON d.account_id = CASE WHEN $1::text = 'account' THEN nullif(p.key, '')::uuid END "       \
  "ORDER BY p.total DESC, p.rank DESC, p.key DESC"

constexpr pg::Statement kOfAll{"commitment_stats_all",
                               MAINSTAY_COMMITMENT_STATS("$2::text IS NULL")};
constexpr pg::Statement kOfTeams{
    "commitment_stats_teams",
    MAINSTAY_COMMITMENT_STATS("c.account_id = ANY (ARRAY" MAINSTAY_ACCOUNTS_OF_TEAMS("$2") ")")};
constexpr pg::Statement kOfAccount{
    "commitment_stats_account",
    MAINSTAY_COMMITMENT_STATS("c.account_id IN " MAINSTAY_FAMILY("$2"))};

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
  const bool one = !query.account_id.empty();
  const pqxx::result rows =
      tx.Run(one           ? kOfAccount
             : scope.all() ? kOfAll
                           : kOfTeams,
             query.group_by, one ? pg::Param(query.account_id) : pg::ToParam(scope.user()),
             query.start, query.end, query.party, query.time_zone, query.now,
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
