#include "services/engagement/tasks/task_service.h"

#include "services/engagement/tasks/task_handlers.h"

namespace mainstay::engagement {

void RegisterTaskService(rpc::Router& router, const Deps& deps) {
  RegisterTaskReads(router, deps);
  RegisterTaskWrites(router, deps);
  RegisterTaskVerbs(router);
  RegisterTaskWatch(router, deps);
}

}  // namespace mainstay::engagement
