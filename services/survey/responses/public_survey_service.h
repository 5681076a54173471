// PublicSurveyService: where people answer.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterPublicSurveyService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
