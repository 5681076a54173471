// The parts of CaseService, a file each. For case_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kCaseService = "mainstay.feedback.v1.CaseService/";
inline constexpr std::string_view kCasePattern = "accounts/*/cases/*";

void RegisterCaseReads(rpc::Router& router, const Deps& deps);
void RegisterCaseWrites(rpc::Router& router, const Deps& deps);  // create, update
void RegisterCaseVerbs(rpc::Router& router, const Deps& deps);
void RegisterCaseEntries(rpc::Router& router, const Deps& deps);  // the timeline

}  // namespace mainstay::feedback
