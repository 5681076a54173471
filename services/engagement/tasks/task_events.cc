#include "services/engagement/tasks/task_events.h"

#include <mainstay/engagement/v1/task_events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/tasks/task_proto.h"

namespace mainstay::engagement {
namespace {

// `payload` as a fact of the task's present version.
template <class Payload>
events::OutboxEvent Fact(const Task& task, Payload payload, const history::WriteContext& context) {
  payload.set_task(TaskName(task.id));
  return events::EventOf({task.account_id.empty() ? events::kNoAccount : task.account_id, "task",
                          task.id, task.version},
                         payload, context);
}

}  // namespace

events::OutboxEvent TaskCreatedEvent(const Task& task, const history::WriteContext& context) {
  v1::TaskCreated payload;
  payload.set_account(TaskAccountName(task));
  payload.set_assignee(task.assignee);
  *payload.mutable_due_time() = api::TimeToProto(task.due_time);
  payload.set_source_kind(task.source_kind);
  payload.set_source(task.source);
  return Fact(task, std::move(payload), context);
}

events::OutboxEvent TaskChangedEvent(const Task& before, const Task& after,
                                     const std::vector<history::Change>& changes,
                                     const history::WriteContext& context) {
  if (before.state != after.state) {
    v1::TaskStateChanged payload;
    payload.set_old_state(TaskStateToProto(before.state));
    payload.set_state(TaskStateToProto(after.state));
    payload.set_assignee(after.assignee);
    payload.set_source_kind(after.source_kind);
    payload.set_source(after.source);
    return Fact(after, std::move(payload), context);
  }
  if (before.assignee != after.assignee) {
    v1::TaskReassigned payload;
    payload.set_old_assignee(before.assignee);
    payload.set_assignee(after.assignee);
    return Fact(after, std::move(payload), context);
  }
  v1::TaskChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(after, std::move(payload), context);
}

}  // namespace mainstay::engagement
