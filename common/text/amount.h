// Amounts of money as the domain keeps them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/currency.h"

namespace mainstay::text {

// Both empty: not said.
struct Amount {
  std::string decimal;   // "1200.5", at most 9 places
  std::string currency;  // ISO 4217, "CNY"
  bool operator==(const Amount&) const = default;

  bool said() const { return !decimal.empty(); }
};

// "1200.5 CNY", and back; "" for one that is not said.
inline std::string ToText(const Amount& amount) {
  return amount.said() ? absl::StrCat(amount.decimal, " ", amount.currency) : "";
}
inline Amount ParseAmount(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == text.npos) return {};
  return {std::string(text.substr(0, space)), std::string(text.substr(space + 1))};
}

// Adds a violation of `field` unless the amount is not said, or is from 0 up to below 10^15 in a
// currency that there is.
inline void CheckAmount(std::string_view field, const Amount& amount,
                        std::vector<status::FieldViolation>& violations) {
  if (!amount.said()) return;
  CheckCurrency(field, amount.currency, violations);
  if (amount.decimal[0] == '-') {
    violations.push_back({std::string(field), "must not be negative"});
  } else if (std::min(amount.decimal.find('.'), amount.decimal.size()) > 15) {
    violations.push_back({std::string(field), "must be below 1,000,000,000,000,000"});
  }
}

}  // namespace mainstay::text
