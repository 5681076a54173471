// ResponseService: responses for those who work with them, and interviews by phone.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterResponseService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
