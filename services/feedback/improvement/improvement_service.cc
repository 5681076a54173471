#include "services/feedback/improvement/improvement_service.h"

#include "services/feedback/improvement/improvement_handlers.h"

namespace mainstay::feedback {

void RegisterImprovementService(rpc::Router& router, const Deps& deps) {
  RegisterImprovementReads(router, deps);
  RegisterImprovementWrites(router, deps);
  RegisterImprovementVerbs(router, deps);
}

}  // namespace mainstay::feedback
