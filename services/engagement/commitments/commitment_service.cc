#include "services/engagement/commitments/commitment_service.h"

#include "services/engagement/commitments/commitment_handlers.h"

namespace mainstay::engagement {

void RegisterCommitmentService(rpc::Router& router, const Deps& deps) {
  RegisterCommitmentReads(router, deps);
  RegisterCommitmentWrites(router, deps);
  RegisterCommitmentVerbs(router, deps);
  RegisterCommitmentStats(router, deps);
}

}  // namespace mainstay::engagement
