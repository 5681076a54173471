// Whose trade it is: accounts as trade sees them, and their ledgers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/auth/scope.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// The account that trade of the one asked for counts for.
struct TradeAccount {
  std::string account_id;  // the survivor, if the one asked for was merged
  bool deleted = false;
};

// Nothing when it is not there or not in the scope.
std::optional<TradeAccount> FindTradeAccount(pg::Tx& tx, const std::string& account_id,
                                             const auth::AccountScope& scope);

// Locks the account's ledger until the transaction ends: before its orders or payments are written.
void LockLedger(pg::Tx& tx, const std::string& account_id);
// Moves a locked ledger's version on, for one fact that is published: versions have no gaps.
// Returns the new version.
int64_t AdvanceLedger(pg::Tx& tx, const std::string& account_id);

}  // namespace mainstay::accounts
