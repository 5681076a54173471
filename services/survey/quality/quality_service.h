// ResponseQualityService: flags of responses, by hand.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterResponseQualityService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
