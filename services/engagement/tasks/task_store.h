// Tasks in PostgreSQL. A task keeps the account it was made under and is seen under the account
// that survived if that one was merged (common/directory/directory_store.h). Seen by a scope: by
// everybody in the scope of all accounts; otherwise by the scope's user if they are to do it, made
// it, or are on the team of its account.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/tasks/task.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kTaskChanges =
    MAINSTAY_CHANGE_TABLE("task_changes", "task_id");

// What an event asked for: the area that published it, and its key there.
struct TaskRequest {
  std::string area, key;
};

// False, and nothing is written, when there is a task of that request already.
bool InsertTask(pg::Tx& tx, const Task& task, const std::optional<TaskRequest>& request);
// Writes every field of a task that was read with a lock, but its account.
void UpdateTask(pg::Tx& tx, const Task& task);

std::optional<Task> ReadTask(pg::Tx& tx, const std::string& task_id,
                             const auth::AccountScope& scope);
// The same, locked until the transaction ends.
std::optional<Task> LockTask(pg::Tx& tx, const std::string& task_id,
                             const auth::AccountScope& scope);
// Whether `user` was the task's assignee once and gave it to somebody else.
bool GaveAway(pg::Tx& tx, const std::string& task_id, const std::string& user);
std::optional<Task> LockRequestedTask(pg::Tx& tx, const TaskRequest& request);

// What lists can be filtered by; what is overdue is so at `now`.
std::vector<api::FilterField> TaskFilterFields(absl::Time now);
// What they can be sorted by.
absl::Span<const api::Sort> TaskSorts();

// Which of the tasks that the scope sees.
struct TaskSelection {
  std::string assignee;  // only what this user is to do; empty: no difference
  std::string member;    // only of accounts whose team this user is on; empty: no difference
};
api::Rows<Task> ListTasks(pg::Tx& tx, const api::ListQuery& query, const TaskSelection& selection,
                          const auth::AccountScope& scope);

}  // namespace mainstay::engagement
