// ScoringService.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Registers every method of the service.
void RegisterScoringService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
