// AnalysisService.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

// Registers every method of the service.
void RegisterAnalysisService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
