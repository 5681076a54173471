// mainstay.survey.v1.QuestionnaireService.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterQuestionnaireService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
