// CaseVerificationService.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

// Registers every method of the service.
void RegisterCaseVerificationService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
