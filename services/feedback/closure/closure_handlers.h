// The parts of ClosureService, a file each. For closure_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kClosureService = "mainstay.feedback.v1.ClosureService/";

void RegisterConfirmationLinks(rpc::Router& router, const Deps& deps);  // create, list, revoke
void RegisterConfirmations(rpc::Router& router, const Deps& deps);      // for programs
void RegisterConfirmationPages(rpc::Router& router, const Deps& deps);  // for browsers

}  // namespace mainstay::feedback
