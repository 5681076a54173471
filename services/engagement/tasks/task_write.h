// How TaskService writes. For its handlers only.
#pragma once

#include <functional>
#include <string>

#include <mainstay/engagement/v1/task_service.pb.h>

#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/rpc/call_context.h"
#include "common/status/status.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {

// api::WriteOnce under the feed's lock; a stored answer is for those who still see the task, or see
// it no more because they were its assignee and gave it to somebody else.
template <class Request>
absl::StatusOr<v1::Task> WriteTask(rpc::CallContext& call, const Request& request,
                                   const std::function<absl::StatusOr<v1::Task>(pg::Tx&)>& effect) {
  const auto may_replay = [&](pg::Tx& tx, const v1::Task& stored) -> absl::Status {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(stored.name(), "tasks/*", "name"));
    if (ReadTask(tx, ids[0], call.scope()) || GaveAway(tx, ids[0], call.principal().subject)) {
      return absl::OkStatus();
    }
    return status::NotFound(stored.name());
  };
  return api::WriteOnce<v1::Task>(call, request, may_replay, effect, {.locks = {TaskFeedLock()}});
}

}  // namespace mainstay::engagement
