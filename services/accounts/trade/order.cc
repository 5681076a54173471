#include "services/accounts/trade/order.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/currency.h"
#include "common/text/rules.h"

namespace mainstay::accounts {
namespace {

using Violations = std::vector<status::FieldViolation>;

bool AreDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

void CheckTime(std::string_view field, absl::Time time, absl::Time now, Violations& violations) {
  if (time <= now + kMaxAhead) return;
  violations.push_back({std::string(field), "is in the future"});
}

void CheckDecimal(const std::string& field, const std::string& value, Violations& violations) {
  if (IsDecimal(value)) return;
  violations.push_back({field, "a decimal number of at most 12 digits and 9 decimals"});
}

constexpr char kTooLarge[] = "must stay below 1,000,000,000,000,000,000";

// Billionths of what IsDecimal accepts, below 1e21 and so exact.
absl::int128 NanosOf(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  absl::int128 nanos = 0;
  int places = -1;  // digits after the point
  for (const char c : decimal) {
    if (c == '.') places = 0;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) continue;
    nanos = nanos * 10 + (c - '0');
    if (places >= 0) ++places;
  }
  for (int i = std::max(places, 0); i < 9; ++i) nanos *= 10;
  return negative ? -nanos : nanos;
}

// Adds amounts exactly: the products of billionths need more than 128 bits.
class Total {
 public:
  // False, and nothing added, when the amount alone is out of bounds.
  bool Add(absl::int128 quantity, absl::int128 unit_price) {
    const absl::int128 q = Abs(quantity), p = Abs(unit_price);
    if (p != 0 && q > (kUnit * kMaxTotalUnits - 1) / p) return false;
    const absl::int128 amount = quantity * unit_price;
    units_ += amount / kUnit;
    parts_ += amount % kUnit;
    return true;
  }
  bool InBounds() const {
    absl::int128 units = units_ + parts_ / kUnit, parts = parts_ % kUnit;
    // Of one sign, so that units alone tell.
    if (units > 0 && parts < 0) --units;
    if (units < 0 && parts > 0) ++units;
    return Abs(units) < kMaxTotalUnits;
  }

 private:
  static absl::int128 Abs(absl::int128 value) { return value < 0 ? -value : value; }
  static constexpr absl::int128 kUnit = int64_t{1000000000} * 1000000000;

  absl::int128 units_ = 0, parts_ = 0;
};

void CheckAmounts(const std::vector<OrderLine>& lines, Violations& violations) {
  Total total;
  bool all = true;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!IsDecimal(lines[i].quantity) || !IsDecimal(lines[i].unit_price)) continue;
    if (total.Add(NanosOf(lines[i].quantity), NanosOf(lines[i].unit_price))) continue;
    violations.push_back(
        {absl::StrCat("lines[", i, "]"), absl::StrCat("quantity times unit_price ", kTooLarge)});
    all = false;
  }
  if (all && !total.InBounds()) {
    violations.push_back({"lines", absl::StrCat("the total of all lines ", kTooLarge)});
  }
}

absl::Status Result(Violations violations) {
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view digits = text.substr(0, point),
                         places = text.substr(std::min(point + 1, text.size()));
  return digits.size() + places.size() > 0 && digits.size() <= 12 && places.size() <= 9 &&
         AreDigits(digits) && AreDigits(places);
}

absl::Status Validate(const Order& order, absl::Time now) {
  Violations violations;
  text::CheckText("order_number", order.order_number, 1, 100, text::Lines::kOne, violations);
  text::CheckCurrency("currency_code", order.currency_code, violations);
  CheckTime("order_time", order.order_time, now, violations);
  if (order.lines.empty() || order.lines.size() > kMaxOrderLines) {
    violations.push_back({"lines", absl::StrCat("must be 1 to ", kMaxOrderLines)});
  }
  for (size_t i = 0; i < std::min(order.lines.size(), kMaxOrderLines); ++i) {
    const OrderLine& line = order.lines[i];
    const std::string at = absl::StrCat("lines[", i, "].");
    text::CheckText(absl::StrCat(at, "product"), line.product, 0, 100, text::Lines::kMany,
                    violations);
    text::CheckText(absl::StrCat(at, "description"), line.description, 0, 1000, text::Lines::kMany,
                    violations);
    CheckDecimal(absl::StrCat(at, "quantity"), line.quantity, violations);
    CheckDecimal(absl::StrCat(at, "unit_price"), line.unit_price, violations);
  }
  if (order.lines.size() <= kMaxOrderLines) CheckAmounts(order.lines, violations);
  return Result(std::move(violations));
}

absl::Status Validate(const Payment& payment, absl::Time now) {
  Violations violations;
  text::CheckText("payment_number", payment.payment_number, 1, 100, text::Lines::kOne, violations);
  text::CheckText("method", payment.method, 0, 80, text::Lines::kOne, violations);
  text::CheckText("order_number", payment.order_number, 0, 100, text::Lines::kOne, violations);
  text::CheckCurrency("amount.currency_code", payment.currency_code, violations);
  CheckTime("payment_time", payment.payment_time, now, violations);
  if (payment.amount.find_first_of("123456789") == std::string::npos) {
    violations.push_back({"amount", "must not be zero"});
  } else if (!IsDecimal(payment.amount)) {
    violations.push_back({"amount", "must be below 1,000,000,000,000"});
  }
  return Result(std::move(violations));
}

}  // namespace mainstay::accounts
