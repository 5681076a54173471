// The parts of ScoringService, a file each. For this folder only.
#pragma once

#include <string_view>

#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kScoringService = "mainstay.feedback.v1.ScoringService/";

void RegisterCriteriaSets(rpc::Router& router, const Deps& deps);
void RegisterScores(rpc::Router& router, const Deps& deps);
void RegisterRankingWrites(rpc::Router& router, const Deps& deps);  // and what needs no store
void RegisterRankingReads(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
