#include "services/accounts/grading/abc.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

constexpr int64_t kBillion = 1000000000;

// A share in billionths: comparing integers keeps an account that stands exactly on a threshold on
// the right side of it.
int64_t Billionths(double share) { return std::llround(share * kBillion); }

bool IsBelow(Nanos part, int64_t billionths, Nanos total) {
  return part * kBillion < total * billionths;
}

}  // namespace

absl::Status Validate(const AbcThresholds& thresholds) {
  // Written so that a NaN is refused.
  if (!(thresholds.a > 0 && thresholds.a < 1 && Billionths(thresholds.a) > 0)) {
    return status::BadField("a_threshold", "must be above 0 and below 1");
  }
  if (!(thresholds.b < 1 && Billionths(thresholds.b) > Billionths(thresholds.a) &&
        Billionths(thresholds.b) < kBillion)) {
    return status::BadField("b_threshold", "must be above a_threshold and below 1");
  }
  return absl::OkStatus();
}

AbcResult Analyse(std::vector<AbcEntry> entries, const AbcThresholds& thresholds) {
  std::sort(entries.begin(), entries.end(), [](const AbcEntry& x, const AbcEntry& y) {
    return std::tie(y.value, x.external_id, x.account_id) <
           std::tie(x.value, y.external_id, y.account_id);
  });
  AbcResult result;
  for (const AbcEntry& entry : entries) {
    result.net_sales += entry.value;
    if (entry.value > 0) result.total += entry.value;
  }
  const int64_t a = Billionths(thresholds.a), b = Billionths(thresholds.b);
  const auto count = static_cast<int64_t>(entries.size());
  result.top_accounts = (count + 4) / 5;
  result.rows.reserve(entries.size());
  Nanos above = 0;
  for (AbcEntry& entry : entries) {
    const Nanos value = std::max<Nanos>(entry.value, 0);
    const size_t index = value == 0                        ? 2
                         : IsBelow(above, a, result.total) ? 0
                         : IsBelow(above, b, result.total) ? 1
                                                           : 2;
    above += value;
    ++result.class_accounts[index];
    result.class_values[index] += value;
    result.rows.push_back({std::move(entry), above, "ABC"[index]});
    if (static_cast<int64_t>(result.rows.size()) <= result.top_accounts) result.top_value = above;
  }
  return result;
}

std::string_view TierOfClass(char abc_class) {
  return abc_class == 'A' ? "core" : abc_class == 'B' ? "potential" : "general";
}

double ShareOf(Nanos part, Nanos total) {
  return total > 0 ? static_cast<double>(part) / static_cast<double>(total) : 0;
}

std::vector<int64_t> ChartRanks(const std::array<int64_t, 3>& class_accounts, int64_t top_accounts,
                                int max_points) {
  const int64_t a = class_accounts[0], b = a + class_accounts[1], count = b + class_accounts[2];
  std::set<int64_t> ranks = {a, b, top_accounts, count};
  ranks.erase(0);
  const int64_t even = max_points - static_cast<int64_t>(ranks.size());
  // Even steps end at the last rank; where there is room for every rank they are all of them.
  for (int64_t i = 1; i <= even; ++i) {
    if (const int64_t rank = (count * i + even - 1) / even; rank > 0) ranks.insert(rank);
  }
  if (count <= max_points) {
    for (int64_t rank = 1; rank <= count; ++rank) ranks.insert(rank);
  }
  return {ranks.begin(), ranks.end()};
}

Nanos NanosOf(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  Nanos nanos = 0;
  int decimals = -1;  // after the point
  for (const char c : decimal) {
    if (c == '.') {
      decimals = 0;
      continue;
    }
    nanos = nanos * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (int i = std::max(decimals, 0); i < 9; ++i) nanos *= 10;
  return negative ? -nanos : nanos;
}

std::string DecimalOf(Nanos nanos) {
  const Nanos size = nanos < 0 ? -nanos : nanos;
  return absl::StrFormat("%s%d.%09d", nanos < 0 ? "-" : "", static_cast<int64_t>(size / kBillion),
                         static_cast<int64_t>(size % kBillion));
}

}  // namespace mainstay::accounts
