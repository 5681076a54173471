#include "services/engagement/gifts/gift_limit.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::engagement {

absl::Status ValidateLimit(const std::string& currency, const text::Amount& amount) {
  std::vector<status::FieldViolation> violations;
  text::CheckAmount("amount", amount, violations);
  if (violations.empty() && amount.said() && amount.currency != currency) {
    violations.push_back({"amount", absl::StrCat("must be in ", currency, ", as the name says")});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::engagement
