// The parts of InvitationService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

inline constexpr std::string_view kInvitationService = "mainstay.survey.v1.InvitationService/";

void RegisterInvitationReads(rpc::Router& router, const Deps& deps);
void RegisterInvitationWrites(rpc::Router& router, const Deps& deps);
void RegisterBounces(rpc::Router& router, const Deps& deps);
void RegisterCallList(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
