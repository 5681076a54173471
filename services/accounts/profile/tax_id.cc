#include "services/accounts/profile/tax_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr size_t kCreditCodeLength = 18;

bool AllOf(std::string_view text, bool (*test)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), test);
}

// The fixed part's form: characters 1 and 2 from the alphabet, 3 to 8 digits.
bool StartsLikeCreditCode(std::string_view text) {
  return text.size() == kCreditCodeLength && kAlphabet.find(text[0]) != kAlphabet.npos &&
         kAlphabet.find(text[1]) != kAlphabet.npos && AllOf(text.substr(2, 6), absl::ascii_isdigit);
}

}  // namespace

bool IsCreditCode(std::string_view text) {
  if (!StartsLikeCreditCode(text)) return false;
  int sum = 0, weight = 1;
  for (size_t i = 0; i + 1 < kCreditCodeLength; ++i) {
    size_t value = kAlphabet.find(text[i]);
    if (value == kAlphabet.npos) return false;
    sum += static_cast<int>(value) * weight;
    weight = weight * 3 % 31;
  }
  return text.back() == kAlphabet[(31 - sum % 31) % 31];
}

std::string CompactTaxId(std::string_view text) {
  std::string compact;
  for (char c : text) {
    if (c == ' ' || c == '-' || c == '.') continue;
    compact += absl::ascii_toupper(c);
  }
  return compact;
}

absl::Status ValidateTaxId(std::string_view compact) {
  if (compact.empty() || IsCreditCode(compact)) return absl::OkStatus();
  if (StartsLikeCreditCode(compact)) {
    return status::BadField("tax_id",
                            "is not a unified social credit code: its check character is wrong; "
                            "compare it with the business licence");
  }
  bool form = compact.size() >= 4 && compact.size() <= 20 && AllOf(compact, absl::ascii_isalnum) &&
              std::count_if(compact.begin(), compact.end(), absl::ascii_isdigit) >= 2;
  if (form) return absl::OkStatus();
  return status::BadField("tax_id",
                          "must be a unified social credit code of 18 characters, or a foreign tax "
                          "id of 4 to 20 letters and digits with at least two digits");
}

}  // namespace mainstay::accounts
