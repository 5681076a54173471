#include "services/feedback/cases/case_service.h"

#include "services/feedback/cases/case_handlers.h"

namespace mainstay::feedback {

void RegisterCaseService(rpc::Router& router, const Deps& deps) {
  RegisterCaseReads(router, deps);
  RegisterCaseWrites(router, deps);
  RegisterCaseVerbs(router, deps);
  RegisterCaseEntries(router, deps);
}

}  // namespace mainstay::feedback
