// The parts of GiftService, a file each. For gift_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kGiftService = "mainstay.engagement.v1.GiftService/";
inline constexpr std::string_view kGiftPattern = "accounts/*/gifts/*";

void RegisterGiftReads(rpc::Router& router, const Deps& deps);
void RegisterGiftWrites(rpc::Router& router, const Deps& deps);  // create, update and the verbs
void RegisterGiftLimits(rpc::Router& router, const Deps& deps);  // and the totals

}  // namespace mainstay::engagement
