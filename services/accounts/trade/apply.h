// Applies a trade file inside the transaction that holds its import.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/csv/csv_feed.h"
#include "common/pg/session.h"
#include "common/trace/trace.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

// Told how far it is: 0 when every byte is there, towards 1. An error ends the transaction.
using ApplyProgress = std::function<absl::Status(double)>;

// Who applies a file, and the clock: the time is taken when the file has been read and what it
// changes is locked, not when its upload began.
struct ApplyCall {
  std::string actor;   // user id
  std::string reason;  // of the changes in the accounts' history
  trace::TraceContext trace;
  std::function<absl::Time()> now;
};

// Reads the whole file and brings its orders into the books: accounts, orders, rejects, history,
// events. An error with reason MALFORMED_FILE when the file cannot be read as CSV or lacks a
// column; its metadata has "line" (CsvRecord::copy_line).
absl::StatusOr<TradeImportResult> ApplyFile(pg::Tx& tx, const TradeImport& import,
                                            const csv::Source& source, const ApplyCall& call,
                                            const ApplyProgress& progress);

}  // namespace mainstay::accounts
