// The owner's place on the team.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// Makes `owner` the one accountable account manager of the account's team, joining it if need be;
// whoever was accountable stays on the team as responsible. The account's row is locked.
void PutOwnerOnTeam(pg::Tx& tx, const std::string& account_id, const std::string& owner,
                    absl::Time now);

}  // namespace mainstay::accounts
