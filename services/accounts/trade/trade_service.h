// TradeService.
#pragma once

#include "common/rpc/router.h"
#include "services/accounts/deps.h"

namespace mainstay::accounts {

// Registers every method. deps.database is what imports open their own connection with.
void RegisterTradeService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::accounts
