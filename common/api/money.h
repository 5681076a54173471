// Decimal amounts, as PostgreSQL's numeric writes them, and google.type.Money.
#pragma once

#include <string>
#include <string_view>

#include <google/type/money.pb.h>

#include "absl/status/statusor.h"
#include "common/text/amount.h"

namespace mainstay::api {

// "-12.5" in "GBP"; decimals beyond the ninth are rounded half away from zero.
google::type::Money MoneyOf(std::string_view decimal, const std::string& currency_code);
// The amount as a decimal, trailing zeros cut: (1234, 500000000) → "1234.5". A violation of `field`
// for nanos out of range or of the other sign; currency and limits are the domain's to check.
absl::StatusOr<std::string> DecimalOf(const google::type::Money& money, std::string_view field);

// `money` as an amount; not said unless it `has` one. Violations as by DecimalOf.
absl::StatusOr<text::Amount> AmountFromProto(bool has, const google::type::Money& money,
                                             std::string_view field);

}  // namespace mainstay::api
