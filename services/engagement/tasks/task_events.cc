#include "services/engagement/tasks/task_events.h"

#include <mainstay/engagement/v1/task_events.pb.h>

#include "common/api/proto_time.h"
#include "services/engagement/tasks/task_proto.h"

namespace mainstay::engagement {
namespace {

constexpr char kNoAccount[] = "00000000-0000-0000-0000-000000000000";

// `payload` as a fact of the task's present version.
template <class Payload>
events::OutboxEvent EventOf(const Task& task, Payload payload,
                            const history::WriteContext& context) {
  payload.set_task(TaskName(task.id));
  return {.account_id = task.account_id.empty() ? kNoAccount : task.account_id,
          .aggregate_type = "task",
          .aggregate_id = task.id,
          .aggregate_version = task.version,
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString(),
          .actor = context.actor,
          .trace = context.trace,
          .occurred_at = context.now};
}

}  // namespace

events::OutboxEvent TaskCreatedEvent(const Task& task, const history::WriteContext& context) {
  v1::TaskCreated payload;
  payload.set_account(TaskAccountName(task));
  payload.set_assignee(task.assignee);
  *payload.mutable_due_time() = api::TimeToProto(task.due_time);
  payload.set_source_kind(task.source_kind);
  payload.set_source(task.source);
  return EventOf(task, std::move(payload), context);
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
    return EventOf(after, std::move(payload), context);
  }
  if (before.assignee != after.assignee) {
    v1::TaskReassigned payload;
    payload.set_old_assignee(before.assignee);
    payload.set_assignee(after.assignee);
    return EventOf(after, std::move(payload), context);
  }
  v1::TaskChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return EventOf(after, std::move(payload), context);
}

}  // namespace mainstay::engagement
