#include "services/feedback/closure/closure_events.h"

#include <mainstay/events/v1/task.pb.h>
#include <mainstay/feedback/v1/closure_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/feedback/cases/case_proto.h"

namespace mainstay::feedback {
namespace {

// Names the task for whoever keeps tasks.
std::string TaskKey(const ConfirmationTask& task) {
  return absl::StrCat("confirmations/", task.id);
}

events::OutboxEvent TaskFact(const Case& c, const ConfirmationTask& task,
                             const google::protobuf::Message& payload,
                             const history::WriteContext& context) {
  return events::EventOf({c.account_id, "confirmation_task", task.id, task.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent CaseConfirmationRemindedEvent(const Case& c, int reminder,
                                                  const std::string& contact,
                                                  const history::WriteContext& context) {
  v1::CaseConfirmationReminded payload;
  payload.set_case_(CaseName(c));
  payload.set_number(c.number);
  payload.set_reminder(reminder);
  payload.set_contact(contact);
  payload.set_assignee(c.assignee);
  return events::EventOf({c.account_id, "case", c.id, c.version}, payload, context);
}

events::OutboxEvent ReminderTaskEvent(const Case& c, const ConfirmationTask& task,
                                      const history::WriteContext& context) {
  events::v1::TaskRequested asked;
  asked.set_key(TaskKey(task));
  asked.set_subject(
      absl::StrCat("Case #", c.number, ": remind the customer to say whether it is solved"));
  asked.set_subject_zh(absl::StrCat("客诉 #", c.number, "：请提醒客户确认是否已解决"));
  asked.set_account(absl::StrCat("accounts/", c.account_id));
  asked.set_assignee(c.assignee);
  *asked.mutable_due_time() = api::TimeToProto(context.now);
  asked.set_source_kind("case");
  asked.set_source(CaseName(c));
  return TaskFact(c, task, asked, context);
}

events::OutboxEvent ReminderTaskWithdrawnEvent(const Case& c, const ConfirmationTask& task,
                                               const history::WriteContext& context) {
  events::v1::TaskWithdrawn withdrawn;
  withdrawn.set_key(TaskKey(task));
  return TaskFact(c, task, withdrawn, context);
}

}  // namespace mainstay::feedback
