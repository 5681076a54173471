// The account under which what hangs on an account, its contacts and its trade, is seen: the one
// that survived if it was merged (account_family() in 0002_profile.sql goes the other way).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

struct Survivor {
  std::string account_id;  // the account asked for itself, if it was not merged
  bool deleted = false;
};

// kUpdate: the survivor's row is locked until the transaction ends, so that what hangs on it
// changes one at a time.
enum class SurvivorLock { kNone, kUpdate };

// Nothing when the account is not there or its survivor is not in the scope.
std::optional<Survivor> FindSurvivor(pg::Tx& tx, const std::string& account_id,
                                     const auth::AccountScope& scope,
                                     SurvivorLock lock = SurvivorLock::kNone);

// OK while `resource_name`, an account's or of what hangs on one ("accounts/{uuid}/contacts/…"), is
// of an account in the scope; otherwise the NOT_FOUND of the resource. Deleted ones are in it.
absl::Status CheckSeen(pg::Tx& tx, const auth::AccountScope& scope, std::string_view resource_name);

// As api::WriteOnce asks: a stored answer is for those who still see the account in its `name`.
inline auto ReplayWhereSeen(const auth::AccountScope& scope) {
  return [&scope](pg::Tx& tx, const auto& answer) { return CheckSeen(tx, scope, answer.name()); };
}

}  // namespace mainstay::accounts
