#include "services/accounts/trade/reject_reasons.h"

#include "absl/strings/str_cat.h"

namespace mainstay::accounts {
namespace {

constexpr std::string_view kNumber =
    "a decimal number such as 12 or -0.5 with a point and at most 12 digits before and 9 after it";

struct Expectation {
  std::string_view reason, text;
};
constexpr Expectation kExpectations[] = {
    {kNotRejected, "nothing: belongs to an order with rejected lines"},
    {"MISSING_CUSTOMER", "the id of a customer"},
    {"UNKNOWN_CUSTOMER", "the external id of an account (this import was not to create accounts)"},
    {"BAD_CUSTOMER", "a customer id without control characters"},
    {"MISSING_ORDER_NUMBER", "an order number"},
    {"FUTURE_TIME", "a time at most a day after the import: this one is in the future"},
    {"BAD_CURRENCY", "an ISO 4217 code in capital letters such as CNY (which RMB is not)"},
    {"TOO_LONG", "at most 100 characters in ids and products and 1000 in descriptions"},
    {"MIXED_CURRENCY", "the currency of the order's first line"},
    {"MIXED_KIND", "the kind of the order's first line"},
    {"BAD_TOTAL", "an order whose total and line amounts are below 1e18"},
};

}  // namespace

std::string ExpectedInstead(std::string_view reason, const TradeFile& file) {
  for (const Expectation& expectation : kExpectations) {
    if (expectation.reason == reason) return std::string(expectation.text);
  }
  if (reason == "BAD_QUANTITY") return absl::StrCat("as quantity ", kNumber);
  if (reason == "BAD_UNIT_PRICE") return absl::StrCat("as unit price ", kNumber);
  if (reason == "BAD_LINE") return absl::StrCat("as line number ", kNumber);
  if (reason == "BAD_TIME") {
    return absl::StrCat("a time that exists written as ", file.time_format,
                        " (the seconds or the time of day may be left out)");
  }
  return "";
}

}  // namespace mainstay::accounts
