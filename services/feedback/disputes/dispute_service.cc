#include "services/feedback/disputes/dispute_service.h"

#include "services/feedback/disputes/dispute_handlers.h"

namespace mainstay::feedback {

void RegisterDisputeService(rpc::Router& router, const Deps& deps) {
  RegisterDisputeReads(router, deps);
  RegisterDisputeWrites(router, deps);
}

}  // namespace mainstay::feedback
