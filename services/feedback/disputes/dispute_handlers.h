// The parts of DisputeService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kDisputeService = "mainstay.feedback.v1.DisputeService/";

void RegisterDisputeReads(rpc::Router& router, const Deps& deps);
void RegisterDisputeWrites(rpc::Router& router, const Deps& deps);  // create, update, verbs

}  // namespace mainstay::feedback
