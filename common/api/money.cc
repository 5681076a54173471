#include "common/api/money.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

constexpr int kDecimals = 9;
constexpr int32_t kNanosPerUnit = 1000000000;

}  // namespace

google::type::Money MoneyOf(std::string_view decimal, const std::string& currency_code) {
  google::type::Money money;
  money.set_currency_code(currency_code);
  const bool negative = !decimal.empty() && decimal[0] == '-';
  if (negative) decimal.remove_prefix(1);
  const size_t point = std::min(decimal.find('.'), decimal.size());
  int64_t units = 0;
  (void)absl::SimpleAtoi(decimal.substr(0, point), &units);
  std::string places(decimal.substr(std::min(point + 1, decimal.size())));
  const bool up = places.size() > kDecimals && places[kDecimals] >= '5';
  places.resize(kDecimals, '0');
  int32_t nanos = 0;
  (void)absl::SimpleAtoi(places, &nanos);
  if (up && ++nanos == kNanosPerUnit) {
    nanos = 0;
    ++units;
  }
  money.set_units(negative ? -units : units);
  money.set_nanos(negative ? -nanos : nanos);
  return money;
}

absl::StatusOr<std::string> DecimalOf(const google::type::Money& money, std::string_view field) {
  const int64_t units = money.units();
  const int32_t nanos = money.nanos();
  if (nanos <= -kNanosPerUnit || nanos >= kNanosPerUnit || (units > 0 && nanos < 0) ||
      (units < 0 && nanos > 0)) {
    return status::BadField(field, "must have units and nanos of the same sign, nanos below 1e9");
  }
  std::string decimal = absl::StrCat(units == 0 && nanos < 0 ? "-" : "", units);
  if (nanos == 0) return decimal;
  absl::StrAppendFormat(&decimal, ".%09d", std::abs(nanos));
  decimal.erase(decimal.find_last_not_of('0') + 1);
  return decimal;
}

absl::StatusOr<text::Amount> AmountFromProto(bool has, const google::type::Money& money,
                                             std::string_view field) {
  if (!has) return text::Amount();
  ASSIGN_OR_RETURN(std::string decimal, DecimalOf(money, field));
  return text::Amount{std::move(decimal), money.currency_code()};
}

}  // namespace mainstay::api
