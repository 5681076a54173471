// The parts of TaskService, a file each. For task_service.cc only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kTaskService = "mainstay.engagement.v1.TaskService/";

void RegisterTaskReads(rpc::Router& router, const Deps& deps);
void RegisterTaskWrites(rpc::Router& router, const Deps& deps);  // create, update
void RegisterTaskVerbs(rpc::Router& router);
void RegisterTaskWatch(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
