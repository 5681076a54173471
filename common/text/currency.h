// Currencies by their ISO 4217 codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/status/status.h"

namespace mainstay::text {

// The ISO 4217 codes of money that is or was in use, from ICU's list, in order: also "DEM", because
// old orders are in it; not funds, metals or the code for no currency. Thread-safe.
const std::vector<std::string>& CurrencyCodes();

// Whether `code` is one of CurrencyCodes, in capital letters.
bool IsCurrencyCode(std::string_view code);

// What is said of a code that is not one: "must be an ISO 4217 code such as "CNY"", and what the
// writer may have meant.
std::string CurrencyRule(std::string_view code);

// Adds a violation of `field` unless IsCurrencyCode.
void CheckCurrency(std::string_view field, std::string_view code,
                   std::vector<status::FieldViolation>& violations);

}  // namespace mainstay::text
