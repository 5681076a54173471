// A write of a task with all that belongs to it: the row, the change history, the event and the
// feed. The transaction holds the feed's lock (task_feed_store.h).
#pragma once

#include <optional>
#include <string>

#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/engagement/tasks/task.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {

// Makes `task`, whose id and times this sets. False, and nothing is written, when there is a task
// of that request already.
bool RecordNewTask(pg::Tx& tx, Task& task, const std::optional<TaskRequest>& request,
                   const history::WriteContext& context);

// Makes `after` the next version of `before`; nothing when they say the same. `action` as the
// history has it: "complete".
void RecordTask(pg::Tx& tx, const Task& before, Task& after, const std::string& action,
                const history::WriteContext& context);

}  // namespace mainstay::engagement
