// The parts of GatheringService, a file each. For gathering_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kGatheringService = "mainstay.engagement.v1.GatheringService/";
inline constexpr std::string_view kGatheringPattern = "gatherings/*";
inline constexpr std::string_view kInvitationPattern = "gatherings/*/invitations/*";

void RegisterGatheringReads(rpc::Router& router, const Deps& deps);
void RegisterGatheringWrites(rpc::Router& router);  // create, update and the verbs
void RegisterInvitationReads(rpc::Router& router, const Deps& deps);
void RegisterInvitationWrites(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
