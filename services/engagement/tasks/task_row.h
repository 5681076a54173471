// The SQL that the stores of tasks share. For *_store.cc only.
#pragma once

#include <pqxx/result>

#include "services/engagement/tasks/task.h"

namespace mainstay::engagement {

// Of `FROM tasks t` and MAINSTAY_TASK_ACCOUNT.
#define MAINSTAY_TASK_COLUMNS                                                                 \
  "t.task_id, coalesce(d.survivor_id, t.account_id), t.version, t.subject, t.subject_zh, "    \
  "t.body, t.assignee, t.due_time, t.priority, t.source_kind, t.source, t.state, t.creator, " \
  "t.close_time, t.create_time, t.update_time"
#define MAINSTAY_TASK_ACCOUNT " LEFT JOIN account_directory d ON d.account_id = t.account_id "
// Whether the scope's user, `who` ("$2"; NULL: everybody), sees the task.
#define MAINSTAY_TASK_SEEN(who)                                        \
  "(" who "::text IS NULL OR t.assignee = " who " OR t.creator = " who \
  " OR EXISTS (SELECT FROM directory_members m WHERE m.user_id = " who \
  " AND m.account_id = coalesce(d.survivor_id, t.account_id)))"

// A row that begins with MAINSTAY_TASK_COLUMNS.
Task TaskFromRow(const pqxx::row& row);

}  // namespace mainstay::engagement
