// Tax ids: the unified social credit code (统一社会信用代码, GB 32100-2015) and foreign ones.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mainstay::accounts {

// True for 18 characters of the code's alphabet whose check character is right. GB 32100-2015:
// digits and capital letters without I, O, S, V, Z stand for 0 to 30; the check value is
// (31 - sum(value_i * 3^(i-1) mod 31, i = 1…17) mod 31) mod 31.
bool IsCreditCode(std::string_view text);

// The form in which tax ids are stored and compared: capitals, without spaces, dots and dashes.
std::string CompactTaxId(std::string_view text);

// OK for "", for a credit code, and for a foreign tax id: 4 to 20 letters and digits with at least
// two digits. 18 characters that start like a credit code (registering department, category and
// six digits of a division code) must have its check character. The field is "tax_id".
absl::Status ValidateTaxId(std::string_view compact);

}  // namespace mainstay::accounts
