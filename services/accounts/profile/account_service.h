// AccountService and AttributeSchemaService.
#pragma once

#include "common/rpc/router.h"
#include "services/accounts/deps.h"

namespace mainstay::accounts {

// Registers every method of both services.
void RegisterAccountService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::accounts
