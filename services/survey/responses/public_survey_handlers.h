// The parts of PublicSurveyService, a file each. For public_survey_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kPublicSurveyService = "mainstay.survey.v1.PublicSurveyService/";

void RegisterSurveyForms(rpc::Router& router, const Deps& deps);  // for programs
void RegisterSurveyPages(rpc::Router& router, const Deps& deps);  // for browsers

}  // namespace mainstay::survey
