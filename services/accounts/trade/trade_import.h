// An import of a trade file: how far it has come and what it found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// An upload that broke off can be resumed for so long after its last byte; then it ends as failed.
inline constexpr absl::Duration kImportResumableFor = absl::Hours(7 * 24);
// The rejected lines of an import can be downloaded for so long after its end.
inline constexpr absl::Duration kRejectsKeptFor = absl::Hours(30 * 24);

struct TradeImportCounts {
  int64_t records = 0;  // applied + rejected
  int64_t applied_records = 0;
  int64_t rejected_records = 0;
  int64_t orders_created = 0;
  int64_t orders_replaced = 0;
  int64_t orders_unchanged = 0;
  int64_t accounts_created = 0;
  int64_t regions_changed = 0;
};

// What applying a file came to.
struct TradeImportResult {
  TradeImportCounts counts;
  std::vector<std::pair<std::string, int64_t>> rejects;        // reason, records; most first
  std::vector<std::pair<std::string, std::string>> net_sales;  // currency, decimal amount
};

// Why an import failed and on which line of its file (0: not about one line).
struct TradeImportFailure {
  std::string text;
  int64_t line = 0;
};

struct TradeImport {
  std::string id;  // bare UUID
  // "receiving", "interrupted", "applying", "succeeded", "failed" or "cancelled".
  std::string state = "receiving";
  TradeFile file;
  int64_t received_bytes = 0;
  double progress = 0;  // of applying, 0 to 1
  TradeImportResult result;
  TradeImportFailure failure;
  std::string actor;  // user id
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> end_time;
};

}  // namespace mainstay::accounts
