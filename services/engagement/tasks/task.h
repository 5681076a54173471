// The task (待办): something that somebody has to do, and what a record of one must keep to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::engagement {

// A task as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail of
// the proto's value names: "open".
struct Task {
  std::string id;          // bare UUID
  std::string account_id;  // for one that was merged, the survivor; empty: about no account
  int64_t version = 1;     // counts its writes, from 1
  std::string subject;
  std::string subject_zh;
  std::string text;
  std::string assignee;                        // user id; empty: nobody yet
  absl::Time due_time = absl::InfinitePast();  // that: not said
  std::string priority = "normal";             // "low", "normal", "high"
  std::string source_kind;
  std::string source;
  std::string state = "open";            // "open", "done", "cancelled"
  std::string creator;                   // user id; empty: a rule
  std::optional<absl::Time> close_time;  // there is one unless it is open
  absl::Time create_time;
  absl::Time update_time;
};

// Cuts the spaces around single-line fields, and fills in the priority.
void Complete(Task& task);

// Checks what is written of a completed task; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const Task& task);

// Open, and due before `now`.
bool IsOverdue(const Task& task, absl::Time now);

//   open → :complete → done    open → :cancel → cancelled    done, cancelled → :reopen → open
//   open → :reassign → open, with somebody else
//
// Each verb changes the task, or gives an error and leaves it: INVALID_ARGUMENT names the field of
// the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow the verb.
absl::Status CompleteTask(Task& task, absl::Time now);
absl::Status CancelTask(Task& task, absl::Time now);
absl::Status ReopenTask(Task& task);
// `assignee` must be another user than before.
absl::Status ReassignTask(Task& task, const std::string& assignee);

// The one table of a task's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Task>> TaskFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Task>> RecordedTaskFields();

}  // namespace mainstay::engagement
