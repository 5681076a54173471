// mainstay.feedback.v1.CasePromiseService.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterCasePromiseService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
