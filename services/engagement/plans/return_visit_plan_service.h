// ReturnVisitPlanService: plans of return visits from the draft to what became of them.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

// Registers every method of the service.
void RegisterReturnVisitPlanService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
