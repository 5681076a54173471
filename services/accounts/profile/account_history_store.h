// What has changed on accounts (common/history/change_store.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

inline constexpr history::ChangeTable kAccountChanges =
    MAINSTAY_CHANGE_TABLE("account_changes", "account_id");

// Records changes of many accounts in one statement, each with its own time. Who and why come from
// `context`.
void RecordManyAccounts(pg::Tx& tx, const std::vector<history::RecordedChange>& changes,
                        const history::WriteContext& context);

// Every change of an account made after `moment`, newest first and last position first: the order
// in which to take them back.
std::vector<history::RecordedChange> ReadAccountChangesAfter(pg::Tx& tx,
                                                             const std::string& account_id,
                                                             absl::Time moment);

// When that version of an account was made.
absl::Time AccountChangeTime(pg::Tx& tx, const std::string& account_id, int64_t version);

}  // namespace mainstay::accounts
