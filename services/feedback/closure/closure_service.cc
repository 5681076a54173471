#include "services/feedback/closure/closure_service.h"

#include "services/feedback/closure/closure_handlers.h"

namespace mainstay::feedback {

void RegisterClosureService(rpc::Router& router, const Deps& deps) {
  RegisterConfirmationLinks(router, deps);
  RegisterConfirmations(router, deps);
  RegisterConfirmationPages(router, deps);
}

}  // namespace mainstay::feedback
