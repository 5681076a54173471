// The parts of SlaService, a file each. For this folder only.
#pragma once

#include <memory>
#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"
#include "services/feedback/sla/planning_write.h"

namespace mainstay::feedback {

inline constexpr std::string_view kSlaService = "mainstay.feedback.v1.SlaService/";

void RegisterSlaPolicyReads(rpc::Router& router, const Deps& deps);
void RegisterSlaPolicyWrites(rpc::Router& router);
void RegisterClockReads(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
