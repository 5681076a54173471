// mainstay.survey.v1.SatisfactionService.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterSatisfactionService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
