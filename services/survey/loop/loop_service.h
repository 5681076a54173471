// mainstay.survey.v1.LoopService.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterLoopService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
