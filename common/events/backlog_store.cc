#include "common/events/backlog_store.h"

#include <pqxx/pqxx>

#include "common/pg/statement.h"

namespace mainstay::events {
namespace {

// As the partial indexes say it.
#define MAINSTAY_OPEN "state IN ('gap', 'waiting', 'retrying', 'dead')"
#define MAINSTAY_BACKLOG_COLUMNS                                                                  \
  "event_id, area, partition, account_id, seq, type, event, state, attempts, next_attempt_time, " \
  "error, create_time, coalesce(handled_by, ''), coalesce(reason, ''), "                          \
  "coalesce(handle_time, 'infinity')"

constexpr pg::Statement kHeads{"event_backlog_heads",
                               "SELECT wanted.area, wanted.account_id, head.seq "
                               "FROM unnest($1::text[], $2::uuid[]) AS wanted (area, account_id) "
                               "CROSS JOIN LATERAL (SELECT seq FROM event_backlog b "
                               "WHERE b.area = wanted.area AND b.account_id = wanted.account_id "
                               "AND " MAINSTAY_OPEN " ORDER BY seq LIMIT 1) head"};

constexpr pg::Statement kInsert{"event_backlog_insert", R"sql(
INSERT INTO event_backlog (event_id, area, partition, account_id, seq, type, event, state, attempts,
                           next_attempt_time, error, create_time)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::uuid[], $5::bigint[], $6::text[],
                     $7::bytea[], $8::text[], $9::int[], $10::timestamptz[], $11::text[],
                     $12::timestamptz[])
)sql"};

constexpr pg::Statement kUpdate{"event_backlog_update", R"sql(
UPDATE event_backlog SET state = changed.state, attempts = changed.attempts,
  next_attempt_time = changed.next_attempt_time, error = changed.error
FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::text[])
  AS changed (event_id, state, attempts, next_attempt_time, error)
WHERE event_backlog.event_id = changed.event_id
)sql"};

constexpr pg::Statement kDeleteRows{"event_backlog_delete",
                                    "DELETE FROM event_backlog WHERE event_id = ANY ($1::uuid[])"};

constexpr pg::Statement kKeepReplayed{
    "event_backlog_replayed",
    "UPDATE event_backlog SET state = 'replayed', next_attempt_time = 'infinity' "
    "WHERE event_id = ANY ($1::uuid[])"};

constexpr pg::Statement kWake{"event_backlog_wake",
                              "UPDATE event_backlog SET next_attempt_time = $3 FROM ("
                              "SELECT head.event_id "
                              "FROM unnest($1::text[], $2::uuid[]) AS woken (area, account_id) "
                              "CROSS JOIN LATERAL (SELECT event_id FROM event_backlog b "
                              "WHERE b.area = woken.area AND b.account_id = woken.account_id "
                              "AND " MAINSTAY_OPEN
                              " ORDER BY seq LIMIT 1) head) heads "
                              "WHERE event_backlog.event_id = heads.event_id AND state <> 'dead'"};

constexpr pg::Statement kRest{
    "event_backlog_rest",
    "UPDATE event_backlog b SET next_attempt_time = 'infinity' "
    "FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS head (area, account_id, seq) "
    "WHERE b.area = head.area AND b.account_id = head.account_id AND b.seq > head.seq "
    "AND next_attempt_time < 'infinity' AND " MAINSTAY_OPEN};

constexpr pg::Statement kDue{
    "event_backlog_due",
    "SELECT area, account_id FROM event_backlog "
    "JOIN unnest($1::text[], $2::int[]) AS held (area, partition) USING (area, partition) "
    "WHERE next_attempt_time <= $3 AND " MAINSTAY_OPEN " ORDER BY next_attempt_time LIMIT $4"};

constexpr pg::Statement kLock{"event_backlog_lock",
                              "SELECT b.* FROM unnest($1::text[], $2::uuid[]) AS wanted (area, id) "
                              "CROSS JOIN LATERAL (SELECT " MAINSTAY_BACKLOG_COLUMNS
                              " FROM event_backlog WHERE area = wanted.area "
                              "AND account_id = wanted.id AND " MAINSTAY_OPEN
                              " ORDER BY seq LIMIT $3 FOR UPDATE) b ORDER BY seq"};

constexpr pg::Statement kList{"event_backlog_list",
                              "SELECT " MAINSTAY_BACKLOG_COLUMNS
                              " FROM event_backlog WHERE state = $1 "
                              "AND ($2 = '' OR (create_time, event_id) > "
                              "(nullif($2, '')::timestamptz, nullif($3, '')::uuid)) "
                              "ORDER BY create_time, event_id LIMIT $4"};

constexpr pg::Statement kLockOne{"event_backlog_lock_one",
                                 "SELECT " MAINSTAY_BACKLOG_COLUMNS
                                 " FROM event_backlog WHERE event_id = $1 FOR UPDATE"};

constexpr pg::Statement kHandle{"event_backlog_handle", R"sql(
UPDATE event_backlog SET state = $2, attempts = $3, next_attempt_time = $4, handled_by = $5,
  handle_time = $6, reason = $7
WHERE event_id = $1
)sql"};

constexpr pg::Statement kCount{"event_backlog_count",
                               "SELECT area, state, count(*) FROM event_backlog "
                               "WHERE " MAINSTAY_OPEN " GROUP BY area, state"};

constexpr pg::Statement kDeleteHandled{"event_backlog_delete_handled", R"sql(
DELETE FROM event_backlog WHERE event_id = ANY (ARRAY(
  SELECT event_id FROM event_backlog
  WHERE state IN ('replayed', 'discarded') AND handle_time < $1 LIMIT $2))
)sql"};

struct AccountColumns {
  template <class Accounts>
  explicit AccountColumns(const Accounts& accounts) {
    for (const AccountKey& account : accounts) {
      areas.push_back(account.area);
      ids.push_back(account.account_id);
    }
  }
  std::vector<std::string> areas, ids;
};

BacklogRow ToRow(const pqxx::row& row) {
  return {.event_id = row[0].c_str(),
          .area = row[1].c_str(),
          .partition = row[2].as<int>(),
          .account_id = row[3].c_str(),
          .seq = row[4].as<int64_t>(),
          .type = row[5].c_str(),
          .event = pg::ParseBytes(row[6].c_str()),
          .state = row[7].c_str(),
          .attempts = row[8].as<int>(),
          .next_attempt_time = pg::ParseTime(row[9].c_str()),
          .error = row[10].c_str(),
          .create_time = pg::ParseTime(row[11].c_str()),
          .handled_by = row[12].c_str(),
          .reason = row[13].c_str(),
          .handle_time = pg::ParseTime(row[14].c_str())};
}

std::vector<BacklogRow> ToRows(const pqxx::result& result) {
  std::vector<BacklogRow> rows;
  for (const auto& row : result) rows.push_back(ToRow(row));
  return rows;
}

// Runs the statement, unless there are no rows, with an array for each of the values of a row.
void RunOver(pg::Tx& tx, const pg::Statement& statement, absl::Span<const BacklogRow> rows,
             std::vector<pg::Param> (*values)(const BacklogRow&)) {
  std::vector<std::vector<std::optional<std::string>>> columns;
  for (const BacklogRow& row : rows) {
    std::vector<pg::Param> cells = values(row);
    columns.resize(cells.size());
    for (size_t i = 0; i < cells.size(); ++i) columns[i].push_back(std::move(cells[i]));
  }
  std::vector<pg::Param> params;
  for (const auto& column : columns) params.push_back(pg::ToParam(column));
  if (!rows.empty()) tx.RunParams(statement, params);
}

}  // namespace

std::map<AccountKey, int64_t> ReadHeads(pg::Tx& tx, const std::set<AccountKey>& accounts) {
  const AccountColumns columns(accounts);
  std::map<AccountKey, int64_t> heads;
  for (const auto& row : tx.Run(kHeads, columns.areas, columns.ids)) {
    heads[{row[0].c_str(), row[1].c_str()}] = row[2].as<int64_t>();
  }
  return heads;
}

void InsertBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows) {
  RunOver(tx, kInsert, rows, [](const BacklogRow& row) -> std::vector<pg::Param> {
    return {
        pg::ToParam(row.event_id),          pg::ToParam(row.area),  pg::ToParam(row.partition),
        pg::ToParam(row.account_id),        pg::ToParam(row.seq),   pg::ToParam(row.type),
        pg::ToParam(pg::Bytes{row.event}),  pg::ToParam(row.state), pg::ToParam(row.attempts),
        pg::ToParam(row.next_attempt_time), pg::ToParam(row.error), pg::ToParam(row.create_time)};
  });
}

void UpdateBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows) {
  RunOver(tx, kUpdate, rows, [](const BacklogRow& row) -> std::vector<pg::Param> {
    return {pg::ToParam(row.event_id), pg::ToParam(row.state), pg::ToParam(row.attempts),
            pg::ToParam(row.next_attempt_time), pg::ToParam(row.error)};
  });
}

void ResolveBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows) {
  std::vector<std::string> applied, replayed;
  for (const BacklogRow& row : rows) {
    (row.handled_by.empty() ? applied : replayed).push_back(row.event_id);
  }
  if (!applied.empty()) tx.Run(kDeleteRows, applied);
  if (!replayed.empty()) tx.Run(kKeepReplayed, replayed);
}

void WakeHeads(pg::Tx& tx, const std::set<AccountKey>& accounts, absl::Time now) {
  if (accounts.empty()) return;
  const AccountColumns columns(accounts);
  tx.Run(kWake, columns.areas, columns.ids, now);
}

void RestBehind(pg::Tx& tx, const std::map<AccountKey, int64_t>& heads) {
  if (heads.empty()) return;
  std::vector<std::string> areas, ids;
  std::vector<int64_t> seqs;
  for (const auto& [account, seq] : heads) {
    areas.push_back(account.area);
    ids.push_back(account.account_id);
    seqs.push_back(seq);
  }
  tx.Run(kRest, areas, ids, seqs);
}

std::vector<AccountKey> DueAccounts(pg::Tx& tx, absl::Span<const AreaPartition> held,
                                    absl::Time now, int limit) {
  std::vector<std::string> areas;
  std::vector<int64_t> partitions;
  for (const AreaPartition& partition : held) {
    areas.push_back(partition.area);
    partitions.push_back(partition.partition);
  }
  std::vector<AccountKey> due;
  std::set<AccountKey> seen;
  for (const auto& row : tx.Run(kDue, areas, partitions, now, limit)) {
    AccountKey account{row[0].c_str(), row[1].c_str()};
    if (seen.insert(account).second) due.push_back(std::move(account));
  }
  return due;
}

std::map<AccountKey, std::vector<BacklogRow>> LockOpenRows(pg::Tx& tx,
                                                           absl::Span<const AccountKey> accounts,
                                                           int limit) {
  const AccountColumns columns(accounts);
  std::map<AccountKey, std::vector<BacklogRow>> rows;
  for (BacklogRow& row : ToRows(tx.Run(kLock, columns.areas, columns.ids, limit))) {
    rows[{row.area, row.account_id}].push_back(std::move(row));
  }
  return rows;
}

std::vector<BacklogRow> ListBacklog(pg::Tx& tx, std::string_view state,
                                    const std::string& after_time, const std::string& after_id,
                                    int limit) {
  return ToRows(tx.Run(kList, state, after_time, after_id, limit));
}

std::optional<BacklogRow> LockBacklogRow(pg::Tx& tx, const std::string& event_id) {
  const pqxx::result rows = tx.Run(kLockOne, event_id);
  if (rows.empty()) return std::nullopt;
  return ToRow(rows[0]);
}

void HandleBacklogRow(pg::Tx& tx, const BacklogRow& row) {
  tx.Run(kHandle, row.event_id, row.state, row.attempts, row.next_attempt_time, row.handled_by,
         row.handle_time, row.reason);
}

std::vector<BacklogCount> CountBacklog(pg::Tx& tx) {
  std::vector<BacklogCount> counts;
  for (const auto& row : tx.Run(kCount)) {
    counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>()});
  }
  return counts;
}

int DeleteHandledBefore(pg::Tx& tx, absl::Time before, int limit) {
  return static_cast<int>(tx.Run(kDeleteHandled, before, limit).affected_rows());
}

}  // namespace mainstay::events
