// The changes of tasks in the order they were committed, for those who watch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/engagement/tasks/task.h"

namespace mainstay::engagement {

// The advisory lock under which tasks are written, one transaction at a time: taken with BEGIN
// (api::WriteOptions::locks) or by LockTaskFeed, before any task is locked.
int64_t TaskFeedLock();
void LockTaskFeed(pg::Tx& tx);

// One entry; the caller holds the lock. `old_assignee`: of a reassignment, else empty.
void AppendTaskFeed(pg::Tx& tx, const std::string& task_id, const std::string& action,
                    const std::string& actor, const std::string& old_assignee, absl::Time time);

struct TaskFeedEntry {
  int64_t seq = 0;
  std::string action, actor;
  absl::Time change_time;
  bool removed = false;  // the reader was the assignee, and sees the task no more
  Task task;             // as it is now; of a removed one the id only
};
struct TaskFeedPage {
  std::vector<TaskFeedEntry> entries;
  int64_t read_to = 0;  // the seq that was looked at last, seen or not
  bool more = false;    // perhaps
};
// The entries after `seq` of tasks that the scope sees, and of those that were taken from its user.
// Looks at no more than a page.
TaskFeedPage ReadTaskFeed(pg::Tx& tx, int64_t seq, const auth::AccountScope& scope);

// The last seq so far; 0 when there was none.
int64_t LastTaskFeedSeq(pg::Tx& tx);
// Whether everything after `seq` is still kept, and `seq` is one that there can be.
bool IsInTaskFeed(pg::Tx& tx, int64_t seq);

// Entries are kept so long.
inline constexpr absl::Duration kTaskFeedKept = absl::Hours(24 * 30);
// Forgets at most a batch of older ones, but never the last; true when there may be more. For
// service::PeriodicTask.
absl::StatusOr<bool> ForgetTaskFeed(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::engagement
