#include "services/engagement/tasks/task_inbox_events.h"

#include <optional>
#include <string>
#include <vector>

#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/engagement/tasks/task.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_record_write.h"
#include "services/engagement/tasks/task_store.h"

namespace mainstay::engagement {
namespace {

constexpr size_t kMaxSubject = 200;

absl::StatusOr<TaskRequest> RequestOf(const events::v1::Event& event, const std::string& key) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("key", key, 1, 200, text::Lines::kOne, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  return TaskRequest{.area = event.area(), .key = key};
}

std::string OwnerOf(pg::Tx& tx, const std::string& account_id) {
  if (account_id.empty()) return "";
  const auto account = directory::FindAccount(tx, account_id, auth::AccountScope::All());
  return account ? account->owner : "";
}

absl::StatusOr<Task> TaskOf(pg::Tx& tx, const events::v1::Event& event,
                            const events::v1::TaskRequested& payload) {
  Task task;
  task.subject = text::Acceptable(payload.subject(), kMaxSubject);
  task.subject_zh = text::Acceptable(payload.subject_zh(), kMaxSubject);
  if (!payload.account().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.account(), "accounts/*", "account"));
    task.account_id = ids[0];
  }
  task.assignee = payload.assignee().empty() ? OwnerOf(tx, task.account_id) : payload.assignee();
  ASSIGN_OR_RETURN(task.due_time, api::TimeFromProto(payload.has_due_time() ? payload.due_time()
                                                                            : event.occur_time(),
                                                     "due_time"));
  task.source_kind = payload.source_kind();
  task.source = payload.source();
  Complete(task);
  RETURN_IF_ERROR(Validate(task));
  return task;
}

}  // namespace

absl::Status TakeTaskRequested(pg::Tx& tx, const events::v1::Event& event,
                               const events::v1::TaskRequested& payload) {
  ASSIGN_OR_RETURN(const TaskRequest request, RequestOf(event, payload.key()));
  ASSIGN_OR_RETURN(Task task, TaskOf(tx, event, payload));
  LockTaskFeed(tx);
  RecordNewTask(tx, task, request, events::ContextOf(event));
  return absl::OkStatus();
}

absl::Status TakeTaskWithdrawn(pg::Tx& tx, const events::v1::Event& event,
                               const events::v1::TaskWithdrawn& payload) {
  ASSIGN_OR_RETURN(const TaskRequest request, RequestOf(event, payload.key()));
  LockTaskFeed(tx);
  const std::optional<Task> before = LockRequestedTask(tx, request);
  if (!before || before->state != "open") return absl::OkStatus();
  const history::WriteContext context = events::ContextOf(event);
  Task after = *before;
  RETURN_IF_ERROR(CancelTask(after, context.now));
  RecordTask(tx, *before, after, "cancel", context);
  return absl::OkStatus();
}

void TakeTasks(events::Subscription& subscription) {
  subscription.On<events::v1::TaskRequested>(TakeTaskRequested);
  subscription.On<events::v1::TaskWithdrawn>(TakeTaskWithdrawn);
}

}  // namespace mainstay::engagement
