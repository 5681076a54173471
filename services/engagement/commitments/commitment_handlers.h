// The parts of CommitmentService, a file each. For commitment_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kCommitmentService = "mainstay.engagement.v1.CommitmentService/";
inline constexpr std::string_view kCommitmentPattern = "accounts/*/commitments/*";

void RegisterCommitmentReads(rpc::Router& router, const Deps& deps);
void RegisterCommitmentWrites(rpc::Router& router, const Deps& deps);  // create, update
void RegisterCommitmentVerbs(rpc::Router& router, const Deps& deps);
void RegisterCommitmentStats(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
