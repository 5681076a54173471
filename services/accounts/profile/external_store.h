// Set-based statements for what trade files and gradings say about accounts.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// An account of which one field changed.
struct ChangedField {
  std::string account_id;
  int64_t version = 0;  // the new one
  std::string old_value, new_value;
  std::string display_name, owner;
  absl::Time update_time;  // `now`, or that of the version before where that is later
};

// Locks the accounts in id order and sets regions where they differ, but for accounts that were
// merged meanwhile: they are as their survivor says. `regions` goes with
// `account_ids` place by place, no id twice.
std::vector<ChangedField> UpdateRegionRows(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                           const std::vector<std::string>& regions, absl::Time now);

// The same with tiers, of accounts in use alone.
std::vector<ChangedField> UpdateTierRows(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                         const std::vector<std::string>& tiers, absl::Time now);

// Serializes imports that may create accounts, until the transaction ends.
void LockExternalIds(pg::Tx& tx);

// An account that a file's external id names; merged accounts keep their external ids, so
// `account_id` may be one that was merged away. Write rows to `account_id` all the same: reads of
// the survivor take them in through account_family(), and unmerging stays exact.
struct ExternalAccount {
  std::string external_id;
  std::string account_id;
};

// Those that exist, in any order; deleted accounts do not count.
std::vector<ExternalAccount> FindByExternalIds(pg::Tx& tx,
                                               const std::vector<std::string>& external_ids);

}  // namespace mainstay::accounts
