// The parts of AgentService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kAgentService = "mainstay.feedback.v1.AgentService/";
inline constexpr std::string_view kAgentPattern = "agents/~";

void RegisterAgentReads(rpc::Router& router, const Deps& deps);
void RegisterAgentWrites(rpc::Router& router, const Deps& deps);
void RegisterAssignment(rpc::Router& router, const Deps& deps);  // suggest, reassign

}  // namespace mainstay::feedback
