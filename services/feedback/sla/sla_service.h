// SlaService: service policies, and the clocks of cases that run by the one in force.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterSlaService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
