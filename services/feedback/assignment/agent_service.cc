#include "services/feedback/assignment/agent_service.h"

#include "services/feedback/assignment/agent_handlers.h"

namespace mainstay::feedback {

void RegisterAgentService(rpc::Router& router, const Deps& deps) {
  RegisterAgentReads(router, deps);
  RegisterAgentWrites(router, deps);
  RegisterAssignment(router, deps);
}

}  // namespace mainstay::feedback
