// The ABC analysis (ABC 分析): a few accounts make most of the sales.
//
// An account's value is its net sales in a window, credit notes subtracted. Accounts stand in
// descending value, ties by external id and then by account id, so that the same trade gives the
// same table wherever it is computed. An account is A while the cumulative share of those above it
// is below the first threshold, B while it is below the second, else C. Values of zero or less are
// C and count as 0 in the total that shares are parts of.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"

namespace mainstay::accounts {

// Amounts are counted in billionths of the currency's unit: exact for whatever trade files hold.
using Nanos = absl::int128;

struct AbcThresholds {
  double a = 0.8;
  double b = 0.95;
};
// INVALID_ARGUMENT on "a_threshold" or "b_threshold" unless 0 < a < b < 1, by at least a billionth.
absl::Status Validate(const AbcThresholds& thresholds);

// What an account brings to an analysis.
struct AbcEntry {
  std::string account_id;
  std::string external_id;
  Nanos value = 0;
};

// A row of the table; its rank is its place, from 1.
struct AbcRow {
  AbcEntry entry;
  Nanos cumulative = 0;  // positive values of this row and those above it
  char abc_class = 'C';
};

struct AbcResult {
  std::vector<AbcRow> rows;                    // by rank
  Nanos total = 0;                             // of positive values
  Nanos net_sales = 0;                         // of all values
  std::array<int64_t, 3> class_accounts = {};  // A, B, C
  std::array<Nanos, 3> class_values = {};      // positive values of A, B, C
  int64_t top_accounts = 0;  // 20 % of the accounts, rounded up: never less than the promise says
  Nanos top_value = 0;       // their positive values
};

// `thresholds` must be valid.
AbcResult Analyse(std::vector<AbcEntry> entries, const AbcThresholds& thresholds);

// The tier of accounts of class 'A', 'B' or 'C': "core", "potential", "general".
std::string_view TierOfClass(char abc_class);

// part ÷ total; 0 when the total is not positive.
double ShareOf(Nanos part, Nanos total);

// The ranks that a chart of at most `max_points` (10 or more) shows: evenly spread, with the last
// rank and the ends of A, B and the top 20 %. In order, without repetition; none for no accounts.
std::vector<int64_t> ChartRanks(const std::array<int64_t, 3>& class_accounts, int64_t top_accounts,
                                int max_points);

// Decimal text, as PostgreSQL writes it with at most 9 decimals, and Nanos.
Nanos NanosOf(std::string_view decimal);
std::string DecimalOf(Nanos nanos);

}  // namespace mainstay::accounts
