// mainstay.feedback.v1.StepService.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterStepService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
