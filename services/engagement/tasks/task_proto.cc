#include "services/engagement/tasks/task_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {

std::string TaskName(const std::string& task_id) { return absl::StrCat("tasks/", task_id); }

std::string TaskAccountName(const Task& task) {
  return task.account_id.empty() ? "" : absl::StrCat("accounts/", task.account_id);
}

v1::TaskState TaskStateToProto(std::string_view state) {
  return api::TextToEnum<v1::TaskState>(state, "TASK_STATE_");
}

absl::StatusOr<Task> FromProto(const v1::Task& message) {
  Task task;
  task.subject = message.subject();
  task.subject_zh = message.subject_zh();
  task.text = message.text();
  if (!message.account().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.account(), "accounts/*", "account"));
    task.account_id = ids[0];
  }
  task.assignee = message.assignee();
  if (message.has_due_time()) {
    ASSIGN_OR_RETURN(task.due_time, api::TimeFromProto(message.due_time(), "due_time"));
  }
  ASSIGN_OR_RETURN(task.priority,
                   api::EnumToText(message.priority(), "TASK_PRIORITY_", "priority"));
  task.source_kind = message.source_kind();
  task.source = message.source();
  Complete(task);
  return task;
}

v1::Task ToProto(const Task& task, absl::Time now) {
  v1::Task message;
  message.set_name(TaskName(task.id));
  message.set_subject(task.subject);
  message.set_subject_zh(task.subject_zh);
  message.set_text(task.text);
  message.set_account(TaskAccountName(task));
  message.set_assignee(task.assignee);
  *message.mutable_due_time() = api::TimeToProto(task.due_time);
  message.set_priority(api::TextToEnum<v1::TaskPriority>(task.priority, "TASK_PRIORITY_"));
  message.set_source_kind(task.source_kind);
  message.set_source(task.source);
  message.set_state(TaskStateToProto(task.state));
  message.set_overdue(IsOverdue(task, now));
  message.set_creator(task.creator);
  if (task.close_time) *message.mutable_close_time() = api::TimeToProto(*task.close_time);
  message.set_etag(api::EtagOf(task.version));
  *message.mutable_create_time() = api::TimeToProto(task.create_time);
  *message.mutable_update_time() = api::TimeToProto(task.update_time);
  return message;
}

}  // namespace mainstay::engagement
