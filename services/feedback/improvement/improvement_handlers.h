// The parts of ImprovementService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kImprovementService = "mainstay.feedback.v1.ImprovementService/";
inline constexpr std::string_view kImprovementPattern = "improvementActions/*";

void RegisterImprovementReads(rpc::Router& router, const Deps& deps);
void RegisterImprovementWrites(rpc::Router& router, const Deps& deps);  // create, update
void RegisterImprovementVerbs(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
