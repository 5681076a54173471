// mainstay.feedback.v1.DisputeService.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterDisputeService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
