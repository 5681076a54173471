#include "services/engagement/care/care_record_write.h"

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
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

}  // namespace mainstay::engagement
