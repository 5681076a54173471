// Accounts in PostgreSQL: written one by one or many at a time, locked, and read by id.
//
// Merging. A merged account keeps every row of its own: contacts, orders, payments, its team and
// its external id stay under its account_id, and reads of the survivor take them in through the map
// accounts.merged_into (account_family() in 0002_profile.sql). Nothing is moved, so unmerging is
// exact. merged_into always names the survivor at the end of the chain: one hop for every read;
// merged_direct names the account it was merged into itself: from it the chain is restored.
// Only the team is copied, because it is what access is checked against in every statement: the
// survivor's copies carry inherited_from and go again when the merge is taken back.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// A user who is put on the team of a new account.
struct NewMember {
  std::string account_id;
  std::string user;
  std::string role;  // as team_members.role
  std::string raci;  // as team_members.raci
};

// What an insertion does about accounts that may be the same company (duplicate_store.h).
enum class Duplicates { kRefuse, kAllow };

// Inserts accounts with what they are found by and their teams, in one statement. Returns the ids
// inserted: those refused as duplicates of accounts already there are left out. The check is for
// people, not a constraint: two creations in the same instant may both pass.
std::vector<std::string> InsertAccounts(pg::Tx& tx, absl::Span<const Account> accounts,
                                        absl::Span<const NewMember> members, Duplicates duplicates);

// Locks the row until the transaction ends and reads it, whatever its state; it is not followed to
// a survivor. Nothing when it is not there or not in the scope.
std::optional<Account> LockAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope);

// Writes every field of a locked account, its version and update_time, and what it is found by if
// that changed.
void UpdateAccount(pg::Tx& tx, const Account& before, const Account& after);

// One account asked for, as seen by one caller.
struct AccountKey {
  std::string account_id;
  auth::AccountScope scope;
};
// Reads accounts in one statement; the answer has a place for each key, empty where the account is
// not there or not in the scope. Merged accounts answer with the survivor. The same key may come
// twice. Deleted accounts are read too.
std::vector<std::optional<Account>> ReadAccounts(pg::Tx& tx, absl::Span<const AccountKey> keys);
std::optional<Account> ReadAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope);

// Reads one account itself, not its survivor; the scope is the survivor's.
std::optional<Account> ReadAccountItself(pg::Tx& tx, const std::string& account_id,
                                         const auth::AccountScope& scope);

// Serializes changes of the group structure (parents, merges) until the transaction ends.
void LockGroups(pg::Tx& tx);
// Whether `account_id` or what merged into it is `start_id` or above it in the group; parents that
// were merged away count as their survivors. Under LockGroups.
bool IsInAncestry(pg::Tx& tx, const std::string& account_id, const std::string& start_id);

}  // namespace mainstay::accounts
