// The parts of LoopService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kLoopService = "mainstay.survey.v1.LoopService/";

void RegisterLoopReads(rpc::Router& router, const Deps& deps);
void RegisterLoopRuleWrites(rpc::Router& router, const Deps& deps);
void RegisterKanoResults(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
