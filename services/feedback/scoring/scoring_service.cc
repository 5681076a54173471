#include "services/feedback/scoring/scoring_service.h"

#include "services/feedback/scoring/scoring_handlers.h"

namespace mainstay::feedback {

void RegisterScoringService(rpc::Router& router, const Deps& deps) {
  RegisterCriteriaSets(router, deps);
  RegisterScores(router, deps);
  RegisterRankingWrites(router, deps);
  RegisterRankingReads(router, deps);
}

}  // namespace mainstay::feedback
