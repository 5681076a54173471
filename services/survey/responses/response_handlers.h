// The parts of ResponseService, a file each. For response_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kResponseService = "mainstay.survey.v1.ResponseService/";

void RegisterResponseReads(rpc::Router& router, const Deps& deps);  // get, list
void RegisterInterviews(rpc::Router& router, const Deps& deps);     // by phone

}  // namespace mainstay::survey
