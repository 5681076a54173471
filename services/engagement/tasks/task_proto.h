// Tasks between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/engagement/v1/task_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engagement/tasks/task.h"

namespace mainstay::engagement {

// The fields that people may set, completed; output-only ones are left out. What does not exist (an
// enum number, an account's name) is a violation of its field.
absl::StatusOr<Task> FromProto(const v1::Task& message);
// As it is at `now`.
v1::Task ToProto(const Task& task, absl::Time now);

// "tasks/{task}".
std::string TaskName(const std::string& task_id);
// "accounts/{account}", or nothing for no account.
std::string TaskAccountName(const Task& task);

v1::TaskState TaskStateToProto(std::string_view state);

}  // namespace mainstay::engagement
