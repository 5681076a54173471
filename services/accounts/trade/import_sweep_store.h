// What becomes of imports by themselves, as time goes by (the periods: trade_import.h).
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// One step: ends interrupted imports that nobody resumed in time as failed, or frees bytes and
// numbers of rejected lines that can no longer be downloaded. True when more may be left to do;
// each step is short, for a transaction of its own. What somebody works on is left alone.
absl::StatusOr<bool> SweepTradeImports(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::accounts
