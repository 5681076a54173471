#include "services/feedback/steps/step_service.h"

#include "services/feedback/steps/step_handlers.h"

namespace mainstay::feedback {

void RegisterStepService(rpc::Router& router, const Deps& deps) {
  RegisterStepTemplates(router, deps);
  RegisterCaseStepReads(router, deps);
  RegisterCaseStepVerbs(router, deps);
}

}  // namespace mainstay::feedback
