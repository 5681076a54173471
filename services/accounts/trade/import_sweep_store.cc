#include "services/accounts/trade/import_sweep_store.h"

#include <pqxx/result>
#include <string>
#include <vector>

#include "common/pg/statement.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kStale{"trade_import_sweep_stale", R"sql(
SELECT import_id FROM trade_imports
WHERE state IN ('receiving', 'applying') AND update_time < $1::timestamptz
ORDER BY update_time, import_id LIMIT 10
)sql"};

constexpr pg::Statement kOld{"trade_import_sweep_old", R"sql(
SELECT i.import_id FROM trade_imports i
WHERE i.end_time < $1::timestamptz
  AND (EXISTS (SELECT FROM trade_import_pieces p WHERE p.import_id = i.import_id)
    OR EXISTS (SELECT FROM trade_import_rejects r WHERE r.import_id = i.import_id))
LIMIT 1
)sql"};

// From the end, so that what is left begins with the header at every moment.
constexpr pg::Statement kFreePieces{"trade_import_sweep_pieces", R"sql(
DELETE FROM trade_import_pieces WHERE import_id = $1::uuid AND position IN (
  SELECT position FROM trade_import_pieces WHERE import_id = $1::uuid
  ORDER BY position DESC LIMIT 200)
)sql"};

constexpr pg::Statement kFreeRejects{"trade_import_sweep_rejects", R"sql(
DELETE FROM trade_import_rejects WHERE import_id = $1::uuid
)sql"};

// Ends at most one, because its bytes go with it.
bool EndStale(pg::Tx& tx, absl::Time now) {
  for (const auto& row : tx.Run(kStale, now - kImportResumableFor)) {
    const std::string import_id = row[0].c_str();
    if (!LockImport(tx, import_id)) continue;
    if (FailImport(tx, import_id, {"the upload broke off and was not resumed within 7 days"},
                   now)) {
      return true;
    }
  }
  return false;
}

bool FreeOld(pg::Tx& tx, absl::Time now) {
  const pqxx::result rows = tx.Run(kOld, now - kRejectsKeptFor);
  if (rows.empty()) return false;
  const std::string import_id = rows[0][0].c_str();
  if (tx.Run(kFreePieces, import_id).affected_rows() == 0) tx.Run(kFreeRejects, import_id);
  return true;
}

}  // namespace

absl::StatusOr<bool> SweepTradeImports(pg::Tx& tx, absl::Time now) {
  return EndStale(tx, now) || FreeOld(tx, now);
}

}  // namespace mainstay::accounts
