// The record card as it stood at a past moment.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// The present row with the changes after `moment` taken back. An account that was merged then
// answers with the one it was merged into, as that one stood. Nothing when the account was not
// there yet or is not in the scope, which is the present team's.
std::optional<Account> ReadAsOf(pg::Tx& tx, const std::string& account_id,
                                const auth::AccountScope& scope, absl::Time moment);

}  // namespace mainstay::accounts
