// GradingService.
#pragma once

#include "common/rpc/router.h"
#include "services/accounts/deps.h"

namespace mainstay::accounts {

// Registers every method.
void RegisterGradingService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::accounts
