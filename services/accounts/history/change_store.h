// The tables account_changes and contact_changes: the same shape, read under different permissions.
#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/result>
#include <string>
#include <vector>

#include "common/pg/session.h"
#include "services/accounts/history/change.h"

namespace mainstay::accounts {

// Which resource's changes.
enum class ChangeTable { kAccount, kContact };

// Records one version's changes in one statement; `changes` must not be empty.
void RecordChanges(pg::Tx& tx, ChangeTable table, const std::string& resource_id, int64_t version,
                   const std::string& action, const std::vector<Change>& changes,
                   const WriteContext& context);

// Records changes of many accounts in one statement, each with its own time. Who and why come from
// `context`.
void RecordManyAccounts(pg::Tx& tx, const std::vector<RecordedChange>& changes,
                        const WriteContext& context);

// Where a page of changes ended.
struct ChangeCursor {
  int64_t version = 0;
  int position = 0;
};

// At most `limit` changes of a resource after `cursor`: newest version first, and within it in
// order. The caller has checked the scope in the same transaction.
std::vector<RecordedChange> ReadChanges(pg::Tx& tx, ChangeTable table,
                                        const std::string& resource_id,
                                        const std::optional<ChangeCursor>& cursor, int limit);

// Rows of resource id, version, position, field, action, old value, new value, actor, reason and
// change time.
std::vector<RecordedChange> ChangesOf(const pqxx::result& rows);

// Every change of an account made after `moment`, newest first and last position first: the order
// in which to take them back.
std::vector<RecordedChange> ReadAccountChangesAfter(pg::Tx& tx, const std::string& account_id,
                                                    absl::Time moment);

// When that version of an account was made.
absl::Time AccountChangeTime(pg::Tx& tx, const std::string& account_id, int64_t version);

}  // namespace mainstay::accounts
