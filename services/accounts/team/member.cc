#include "services/accounts/team/member.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::accounts {

absl::Status Validate(const TeamMember& member) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("user", member.user, 1, 128, text::Lines::kOne, violations);
  if (member.user.find('/') != std::string::npos) {
    violations.push_back({"user", "must be a user id without \"/\""});
  }
  if (member.role.empty()) {
    violations.push_back({"role", "must say what the member does, such as TEAM_ROLE_SERVICE"});
  }
  if (member.owner && member.role != "account_manager") {
    violations.push_back({"role", "of the owner must be TEAM_ROLE_ACCOUNT_MANAGER"});
  }
  if (member.owner != (member.raci == "accountable")) {
    violations.push_back(
        {"raci", member.owner ? "of the owner must be RACI_ACCOUNTABLE"
                              : "RACI_ACCOUNTABLE is the owner's; change the account's owner"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::string Describe(const TeamMember& member) {
  return absl::StrCat(member.role, " ", member.raci);
}

}  // namespace mainstay::accounts
