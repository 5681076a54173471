// The ledgers: the trade of an account as one aggregate.
#pragma once

#include <cstdint>
#include <string>

#include "common/pg/session.h"

namespace mainstay::accounts {

// Locks the account's ledger until the transaction ends: before its orders or payments are written.
void LockLedger(pg::Tx& tx, const std::string& account_id);
// Moves a locked ledger's version on, for one fact that is published: versions have no gaps.
// Returns the new version.
int64_t AdvanceLedger(pg::Tx& tx, const std::string& account_id);

}  // namespace mainstay::accounts
