// What grading says of one account.
#pragma once

#include <mainstay/accounts/v1/account_service.pb.h>

#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// The account's class in the newest ABC analysis in its currency (in any, when it has none), as
// further lines of its card. Nothing when it is not in that analysis or the caller may not read it.
void PrintAbcClass(Session& session, const accounts::v1::Account& account);

}  // namespace mainstay::ctl
