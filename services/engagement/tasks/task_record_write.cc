#include "services/engagement/tasks/task_record_write.h"

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/history/change_store.h"
#include "services/engagement/tasks/task_events.h"
#include "services/engagement/tasks/task_feed_store.h"

namespace mainstay::engagement {

bool RecordNewTask(pg::Tx& tx, Task& task, const std::optional<TaskRequest>& request,
                   const history::WriteContext& context) {
  task.id = api::NewUuid(context.now);
  task.create_time = task.update_time = context.now;
  if (!InsertTask(tx, task, request)) return false;
  history::RecordChanges(tx, kTaskChanges, task.id, task.version, "create", {{}}, context);
  events::Append(tx, TaskCreatedEvent(task, context));
  AppendTaskFeed(tx, task.id, "create", context.actor, "", context.now);
  return true;
}

void RecordTask(pg::Tx& tx, const Task& before, Task& after, const std::string& action,
                const history::WriteContext& context) {
  const auto changes = history::Diff(RecordedTaskFields(), before, after);
  if (changes.empty()) return;
  const history::WriteContext at = history::NextVersion(before, context, after);
  UpdateTask(tx, after);
  history::RecordChanges(tx, kTaskChanges, after.id, after.version, action, changes, at);
  events::Append(tx, TaskChangedEvent(before, after, changes, at));
  AppendTaskFeed(tx, after.id, action, at.actor,
                 before.assignee == after.assignee ? "" : before.assignee, at.now);
}

}  // namespace mainstay::engagement
