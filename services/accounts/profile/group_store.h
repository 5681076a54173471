// Groups of companies.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

struct GroupMember {
  Account account;
  int depth = 0;        // below the group's top
  int descendants = 0;  // of those the caller may see
};

struct Group {
  std::string root_id;               // bare UUID; empty when the caller may not see the top
  std::vector<GroupMember> members;  // parents before their children; at most 1000
  int member_count = 0;              // also beyond the 1000
  std::vector<std::pair<std::string, std::string>> credit_limits;  // (currency, decimal) sums
};

// The group of an account that the caller may see: its topmost ancestor and all below, as far as
// the scope reaches. Parents that were merged away count as their survivors; deleted accounts are
// left out, what is below them is not. At most 50 levels.
Group ReadGroup(pg::Tx& tx, const std::string& account_id, const auth::AccountScope& scope);

}  // namespace mainstay::accounts
