// The account under which what hangs on an account, its contacts and its trade, is seen: the one
// that survived if it was merged (account_family() in 0002_profile.sql goes the other way).
#pragma once

#include <optional>
#include <string>

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

}  // namespace mainstay::accounts
