#include "services/accounts/trade/order.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/accounts/rules/text_rules.h"

namespace mainstay::accounts {
namespace {

using Violations = std::vector<status::FieldViolation>;

bool AreDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

void CheckCurrency(std::string_view field, const std::string& code, Violations& violations) {
  if (IsCurrencyCode(code)) return;
  violations.push_back({std::string(field), "three capital letters, such as \"CNY\""});
}

void CheckDecimal(const std::string& field, const std::string& value, Violations& violations) {
  if (IsDecimal(value)) return;
  violations.push_back({field, "a decimal number of at most 12 digits and 9 decimals"});
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

absl::Status Validate(const Order& order) {
  Violations violations;
  CheckText("order_number", order.order_number, 1, 100, Lines::kOne, violations);
  CheckCurrency("currency_code", order.currency_code, violations);
  if (order.lines.empty() || order.lines.size() > kMaxOrderLines) {
    violations.push_back({"lines", absl::StrCat("must be 1 to ", kMaxOrderLines)});
  }
  for (size_t i = 0; i < std::min(order.lines.size(), kMaxOrderLines); ++i) {
    const OrderLine& line = order.lines[i];
    const std::string at = absl::StrCat("lines[", i, "].");
    CheckText(absl::StrCat(at, "product"), line.product, 0, 100, Lines::kMany, violations);
    CheckText(absl::StrCat(at, "description"), line.description, 0, 1000, Lines::kMany, violations);
    CheckDecimal(absl::StrCat(at, "quantity"), line.quantity, violations);
    CheckDecimal(absl::StrCat(at, "unit_price"), line.unit_price, violations);
  }
  return Result(std::move(violations));
}

absl::Status Validate(const Payment& payment) {
  Violations violations;
  CheckText("payment_number", payment.payment_number, 1, 100, Lines::kOne, violations);
  CheckText("method", payment.method, 0, 80, Lines::kOne, violations);
  CheckText("order_number", payment.order_number, 0, 100, Lines::kOne, violations);
  CheckCurrency("amount.currency_code", payment.currency_code, violations);
  if (payment.amount.find_first_of("123456789") == std::string::npos) {
    violations.push_back({"amount", "must not be zero"});
  } else if (!IsDecimal(payment.amount)) {
    violations.push_back({"amount", "must be below 1,000,000,000,000"});
  }
  return Result(std::move(violations));
}

}  // namespace mainstay::accounts
