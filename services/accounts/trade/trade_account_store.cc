#include "services/accounts/trade/trade_account_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kFind{"trade_account_find", R"sql(
SELECT survivor.account_id, survivor.state = 'deleted'
FROM accounts asked
JOIN accounts survivor ON survivor.account_id = coalesce(asked.merged_into, asked.account_id)
WHERE asked.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members m WHERE m.account_id = survivor.account_id AND m.user_id = $2))
)sql"};

constexpr pg::Statement kLock{"trade_ledger_lock", R"sql(
INSERT INTO trade_ledgers (account_id, version) VALUES ($1::uuid, 0)
ON CONFLICT (account_id) DO UPDATE SET version = trade_ledgers.version
)sql"};

constexpr pg::Statement kAdvance{"trade_ledger_advance", R"sql(
UPDATE trade_ledgers SET version = version + 1 WHERE account_id = $1::uuid RETURNING version
)sql"};

}  // namespace

std::optional<TradeAccount> FindTradeAccount(pg::Tx& tx, const std::string& account_id,
                                             const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kFind, account_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return TradeAccount{.account_id = rows[0][0].c_str(), .deleted = rows[0][1].as<bool>()};
}

void LockLedger(pg::Tx& tx, const std::string& account_id) { tx.Run(kLock, account_id); }

int64_t AdvanceLedger(pg::Tx& tx, const std::string& account_id) {
  return tx.Run(kAdvance, account_id)[0][0].as<int64_t>();
}

}  // namespace mainstay::accounts
