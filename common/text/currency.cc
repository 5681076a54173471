#include "common/text/currency.h"

#include <unicode/ucurr.h>
#include <unicode/uenum.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace mainstay::text {
namespace {

std::vector<std::string> ReadCodes() {
  std::vector<std::string> codes;
  UErrorCode error = U_ZERO_ERROR;
  UEnumeration* all = ucurr_openISOCurrencies(UCURR_COMMON, &error);
  while (U_SUCCESS(error)) {
    int32_t length = 0;
    const char* code = uenum_next(all, &length, &error);
    if (code == nullptr || U_FAILURE(error)) break;
    const UChar wide[] = {static_cast<UChar>(code[0]), static_cast<UChar>(code[1]),
                          static_cast<UChar>(code[2]), 0};
    // ICU also lists market names such as "CNH", which ISO gave no number.
    if (ucurr_getNumericCode(wide) != 0) codes.emplace_back(code, 3);
  }
  uenum_close(all);
  std::sort(codes.begin(), codes.end());
  return codes;
}

}  // namespace

const std::vector<std::string>& CurrencyCodes() {
  static const auto& codes = *new std::vector<std::string>(ReadCodes());
  return codes;
}

bool IsCurrencyCode(std::string_view code) {
  return std::binary_search(CurrencyCodes().begin(), CurrencyCodes().end(), code);
}

std::string CurrencyRule(std::string_view code) {
  std::string rule = "must be an ISO 4217 code such as \"CNY\"";
  const std::string upper = absl::AsciiStrToUpper(code);
  if (upper == "RMB" || upper == "CNH") {
    absl::StrAppend(&rule, "; ", upper, " is written CNY");
  } else if (IsCurrencyCode(upper)) {
    absl::StrAppend(&rule, "; write ", upper);
  }
  return rule;
}

void CheckCurrency(std::string_view field, std::string_view code,
                   std::vector<status::FieldViolation>& violations) {
  if (!IsCurrencyCode(code)) violations.push_back({std::string(field), CurrencyRule(code)});
}

}  // namespace mainstay::text
