// The parts of QuestionnaireService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kQuestionnaireService =
    "mainstay.survey.v1.QuestionnaireService/";

void RegisterQuestionnaireReads(rpc::Router& router, const Deps& deps);
void RegisterQuestionnaireWrites(rpc::Router& router);  // create, update, verbs

}  // namespace mainstay::survey
