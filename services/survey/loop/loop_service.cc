#include "services/survey/loop/loop_service.h"

#include "services/survey/loop/loop_handlers.h"

namespace mainstay::survey {

void RegisterLoopService(rpc::Router& router, const Deps& deps) {
  RegisterLoopReads(router, deps);
  RegisterLoopRuleWrites(router, deps);
  RegisterKanoResults(router, deps);
}

}  // namespace mainstay::survey
