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

// Locks the account's ledger until the transaction ends and moves its version on, for one fact.
// Returns the new version.
int64_t AdvanceLedger(pg::Tx& tx, const std::string& account_id);
// Takes that back in the same transaction when there was no fact after all: consumers wait at a
// gap.
void TakeBackLedgerVersion(pg::Tx& tx, const std::string& account_id);

}  // namespace mainstay::accounts
