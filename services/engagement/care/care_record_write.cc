#include "services/engagement/care/care_record_write.h"

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "services/engagement/care/care_store.h"
#include "services/engagement/tasks/task.h"
#include "services/engagement/tasks/task_record_write.h"

namespace mainstay::engagement {

void RecordCareItem(pg::Tx& tx, CareItem& item, const std::string& owner,
                    const TaskRequest& request, const history::WriteContext& context) {
  if (IsCaredFor(tx, item)) return;
  Task task;
  task.account_id = item.account_id;
  task.subject = CareSubject(item);
  task.subject_zh = CareSubjectZh(item);
  task.assignee = owner;
  task.due_time = CareDueTime(item);
  task.source_kind = "care";
  task.source = item.contact_id.empty()
                    ? absl::StrCat("careRules/", item.festival)
                    : absl::StrCat("accounts/", item.account_id, "/contacts/", item.contact_id);
  if (!RecordNewTask(tx, task, request, context)) return;
  item.id = api::NewUuid(context.now);
  item.task_id = task.id;
  InsertCareItem(tx, item, context.now);
}

absl::Status WithdrawCareTask(pg::Tx& tx, const CareTask& task, const std::string& why,
                              const history::WriteContext& context) {
  const auto before = LockTask(tx, task.task_id, auth::AccountScope::All());
  if (!before || before->state != "open") {
    if (why == kDateChanged && task.withdrawn != kDateChangedAfter) {
      SetWithdrawn(tx, task.care_id, task.withdrawn.empty() ? kDateChangedAfter : kDateChanged);
    }
    return absl::OkStatus();
  }
  SetWithdrawn(tx, task.care_id, why);
  Task after = *before;
  RETURN_IF_ERROR(CancelTask(after, context.now));
  RecordTask(tx, *before, after, "cancel", context);
  return absl::OkStatus();
}

absl::Status RestoreCareTask(pg::Tx& tx, const CareTask& task,
                             const history::WriteContext& context) {
  if (task.withdrawn.empty()) return absl::OkStatus();
  SetWithdrawn(tx, task.care_id, "");
  if (task.withdrawn == kDateChangedAfter) return absl::OkStatus();
  const auto before = LockTask(tx, task.task_id, auth::AccountScope::All());
  if (!before || before->state != "cancelled") return absl::OkStatus();
  Task after = *before;
  RETURN_IF_ERROR(ReopenTask(after));
  RecordTask(tx, *before, after, "reopen", context);
  return absl::OkStatus();
}

}  // namespace mainstay::engagement
