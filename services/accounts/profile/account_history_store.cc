#include "services/accounts/profile/account_history_store.h"

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

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

}  // namespace

void RecordManyAccounts(pg::Tx& tx, const std::vector<history::RecordedChange>& changes,
                        const history::WriteContext& context) {
  std::vector<std::string> ids, actions, fields, old_values, new_values, times;
  std::vector<int64_t> versions, positions;
  for (const history::RecordedChange& change : changes) {
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

std::vector<history::RecordedChange> ReadAccountChangesAfter(pg::Tx& tx,
                                                             const std::string& account_id,
                                                             absl::Time moment) {
  return history::ChangesOf(tx.Run(kReadAfter, account_id, moment));
}

absl::Time AccountChangeTime(pg::Tx& tx, const std::string& account_id, int64_t version) {
  pqxx::result rows = tx.Run(kLastTime, account_id, version);
  return rows.empty() ? absl::InfinitePast() : pg::ParseTime(rows[0][0].c_str());
}

}  // namespace mainstay::accounts
