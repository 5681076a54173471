#include "services/feedback/sla/sla_service.h"

#include "services/feedback/sla/sla_handlers.h"

namespace mainstay::feedback {

void RegisterSlaService(rpc::Router& router, const Deps& deps) {
  RegisterSlaPolicyReads(router, deps);
  RegisterSlaPolicyWrites(router);
  RegisterClockReads(router, deps);
}

}  // namespace mainstay::feedback
