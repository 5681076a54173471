// The parts of CadenceRuleService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kCadenceRuleService =
    "mainstay.engagement.v1.CadenceRuleService/";

void RegisterCadenceRuleReads(rpc::Router& router, const Deps& deps);
void RegisterCadenceRuleWrites(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
