// The parts of StepService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/calendar_replica/working_times.h"
#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kStepService = "mainstay.feedback.v1.StepService/";

void RegisterStepTemplates(rpc::Router& router, const Deps& deps);
void RegisterCaseStepReads(rpc::Router& router, const Deps& deps);
void RegisterCaseStepVerbs(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
