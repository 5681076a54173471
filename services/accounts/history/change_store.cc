#include "services/accounts/history/change_store.h"

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

// One version's changes: fields and values as arrays, numbered from 0.
constexpr pg::Statement kRecord[] = {{"account_changes_record", R"sql(
INSERT INTO account_changes (account_id, version, position, field, action, old_value, new_value,
                             actor, reason, change_time)
SELECT $1::uuid, $2::bigint, c.n - 1, c.field, $3, c.old_value, c.new_value, $7, $8, $9::timestamptz
FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY c (field, old_value, new_value, n)
)sql"},
                                     {"contact_changes_record", R"sql(
INSERT INTO contact_changes (contact_id, version, position, field, action, old_value, new_value,
                             actor, reason, change_time)
SELECT $1::uuid, $2::bigint, c.n - 1, c.field, $3, c.old_value, c.new_value, $7, $8, $9::timestamptz
FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY c (field, old_value, new_value, n)
)sql"}};

// Newest version first, within it in order.
constexpr pg::Statement kRead[] = {{"account_changes_read", R"sql(
SELECT account_id, version, position, field, action, old_value, new_value, actor, reason,
       change_time
FROM account_changes
WHERE account_id = $1::uuid AND version <= $2::bigint
  AND (version < $2::bigint OR position > $3::int)
ORDER BY version DESC, position LIMIT $4::int
)sql"},
                                   {"contact_changes_read", R"sql(
SELECT contact_id, version, position, field, action, old_value, new_value, actor, reason,
       change_time
FROM contact_changes
WHERE contact_id = $1::uuid AND version <= $2::bigint
  AND (version < $2::bigint OR position > $3::int)
ORDER BY version DESC, position LIMIT $4::int
)sql"}};

constexpr pg::Statement kRecordMany{"account_changes_record_many", R"sql(
INSERT INTO account_changes (account_id, version, position, field, action, old_value, new_value,
                             actor, reason, change_time)
SELECT c.account_id, c.version, c.position, c.field, c.action, c.old_value, c.new_value, $8, $9,
       c.change_time
FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
  $10::timestamptz[])
  c (account_id, version, position, field, action, old_value, new_value, change_time)
)sql"};

constexpr pg::Statement kReadAfter{"account_changes_read_after", R"sql(
SELECT account_id, version, position, field, action, old_value, new_value, actor, reason,
       change_time
FROM account_changes WHERE account_id = $1::uuid AND change_time > $2::timestamptz
ORDER BY version DESC, position DESC
)sql"};

constexpr pg::Statement kLastTime{"account_changes_last_time", R"sql(
SELECT change_time FROM account_changes WHERE account_id = $1::uuid AND version <= $2::bigint
ORDER BY version DESC LIMIT 1
)sql"};

size_t Index(ChangeTable table) { return table == ChangeTable::kAccount ? 0 : 1; }

}  // namespace

std::vector<RecordedChange> ChangesOf(const pqxx::result& rows) {
  std::vector<RecordedChange> changes;
  changes.reserve(static_cast<size_t>(rows.size()));
  for (const auto& row : rows) {
    RecordedChange& change = changes.emplace_back();
    change.resource_id = row[0].c_str();
    change.version = row[1].as<int64_t>();
    change.position = row[2].as<int>();
    change.change = {row[3].c_str(), row[5].c_str(), row[6].c_str()};
    change.action = row[4].c_str();
    change.actor = row[7].c_str();
    change.reason = row[8].c_str();
    change.change_time = pg::ParseTime(row[9].c_str());
  }
  return changes;
}

void RecordChanges(pg::Tx& tx, ChangeTable table, const std::string& resource_id, int64_t version,
                   const std::string& action, const std::vector<Change>& changes,
                   const WriteContext& context) {
  std::vector<std::string> fields, old_values, new_values;
  for (const Change& change : changes) {
    fields.push_back(change.field);
    old_values.push_back(change.old_value);
    new_values.push_back(change.new_value);
  }
  tx.Run(kRecord[Index(table)], resource_id, version, action, fields, old_values, new_values,
         context.actor, context.reason, context.now);
}

void RecordManyAccounts(pg::Tx& tx, const std::vector<RecordedChange>& changes,
                        const WriteContext& context) {
  std::vector<std::string> ids, actions, fields, old_values, new_values, times;
  std::vector<int64_t> versions, positions;
  for (const RecordedChange& change : changes) {
    ids.push_back(change.resource_id);
    versions.push_back(change.version);
    positions.push_back(change.position);
    actions.push_back(change.action);
    fields.push_back(change.change.field);
    old_values.push_back(change.change.old_value);
    new_values.push_back(change.change.new_value);
    times.push_back(*pg::ToParam(change.change_time));
  }
  tx.Run(kRecordMany, ids, versions, positions, fields, actions, old_values, new_values,
         context.actor, context.reason, times);
}

std::vector<RecordedChange> ReadChanges(pg::Tx& tx, ChangeTable table,
                                        const std::string& resource_id,
                                        const std::optional<ChangeCursor>& cursor, int limit) {
  ChangeCursor from = cursor.value_or(ChangeCursor{.version = INT64_MAX, .position = INT32_MAX});
  return ChangesOf(tx.Run(kRead[Index(table)], resource_id, from.version, from.position, limit));
}

std::vector<RecordedChange> ReadAccountChangesAfter(pg::Tx& tx, const std::string& account_id,
                                                    absl::Time moment) {
  return ChangesOf(tx.Run(kReadAfter, account_id, moment));
}

absl::Time AccountChangeTime(pg::Tx& tx, const std::string& account_id, int64_t version) {
  pqxx::result rows = tx.Run(kLastTime, account_id, version);
  return rows.empty() ? absl::InfinitePast() : pg::ParseTime(rows[0][0].c_str());
}

}  // namespace mainstay::accounts
