// How satisfied accounts are, in PostgreSQL: columns of the account's row.
#pragma once

#include <string>

#include "common/pg/session.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// Keeps what was measured of an account, or of the one that it was merged into, unless that has
// something measured later. The account's version stays: nobody changed its card. Nothing for an
// account that is not there.
void KeepSatisfaction(pg::Tx& tx, const std::string& account_id, const Satisfaction& satisfaction);

}  // namespace mainstay::accounts
