// The redirects and team rows that merging and unmerging change (the model: account_store.h).
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// The survivor at the end of the chain; the account itself when it is not merged, empty when there
// is no such account.
std::string ReadSurvivor(pg::Tx& tx, const std::string& account_id);

// What was merged into `merged_id` before now leads to `survivor_id`, and the survivor's team gains
// the members it lacks. The account's own row is written by UpdateAccount. Under LockGroups.
void Redirect(pg::Tx& tx, const std::string& merged_id, const std::string& survivor_id,
              absl::Time now);

// The reverse: what was merged into `merged_id` leads to it again, and members whom the accounts
// above it in the chain have only from it leave their teams. The account's own row, with
// merged_into and merged_direct empty, must have been written before. `direct_id` is what
// merged_direct was.
void TakeBackRedirect(pg::Tx& tx, const std::string& merged_id, const std::string& direct_id,
                      absl::Time now);

// The user ids of an account's team, sorted.
std::vector<std::string> ReadTeamUsers(pg::Tx& tx, const std::string& account_id);

}  // namespace mainstay::accounts
