// Accounts written many at a time, for trade imports and grading: each call is a few set-based
// statements (rows, history, outbox) however many accounts there are.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// A trade file names its customers as it likes: makes the fields of an imported account acceptable
// (control characters and what is over the limits cut, an empty name replaced by the external id).
void MakeAcceptable(Account& account);

// Creates accounts with history rows of action "import" and AccountCreated events. Each needs id
// (api::NewUuid), display_name and external_id; they start with version 1, active, created at
// context.now. Without an owner they have no team: those who see all accounts hand them out.
// Duplicate names are allowed: the external id is what tells them apart. An external id that is
// taken ends the transaction (23505, accounts_external_id_key); look ids up in the same transaction
// with FindByExternalIds under LockExternalIds (external_store.h).
void CreateMany(pg::Tx& tx, std::vector<Account> accounts, const history::WriteContext& context);

// An account's new region.
struct RegionUpdate {
  std::string account_id;  // bare UUID
  std::string region;      // at most 80 characters are kept
};

// Sets regions where they differ, with history rows of action "import" and AccountChanged events.
// Locks the accounts in id order. Returns how many changed.
int UpdateRegions(pg::Tx& tx, const std::vector<RegionUpdate>& updates,
                  const history::WriteContext& context);

// The tier that an account was graded into.
struct TierUpdate {
  std::string account_id;  // bare UUID
  std::string tier;        // "core", "potential", "general"
};

// Sets tiers where they differ, of accounts in use alone, with history rows of action "update" and
// AccountChanged events. No account twice. Locks the accounts in id order. Returns how many
// changed.
int UpdateTiers(pg::Tx& tx, const std::vector<TierUpdate>& updates,
                const history::WriteContext& context);

}  // namespace mainstay::accounts
