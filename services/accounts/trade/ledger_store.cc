#include "services/accounts/trade/ledger_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kLock{"trade_ledger_lock", R"sql(
INSERT INTO trade_ledgers (account_id, version) VALUES ($1::uuid, 0)
ON CONFLICT (account_id) DO UPDATE SET version = trade_ledgers.version
)sql"};

constexpr pg::Statement kAdvance{"trade_ledger_advance", R"sql(
UPDATE trade_ledgers SET version = version + 1 WHERE account_id = $1::uuid RETURNING version
)sql"};

}  // namespace

void LockLedger(pg::Tx& tx, const std::string& account_id) { tx.Run(kLock, account_id); }

int64_t AdvanceLedger(pg::Tx& tx, const std::string& account_id) {
  return tx.Run(kAdvance, account_id)[0][0].as<int64_t>();
}

}  // namespace mainstay::accounts
