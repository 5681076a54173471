#include "services/feedback/steps/step_events.h"

#include <mainstay/events/v1/task.pb.h>
#include <mainstay/feedback/v1/step_events.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/feedback/steps/step_proto.h"

namespace mainstay::feedback {
namespace {

// Of the step's tasks, which are an aggregate of their own: each has a key of its own, because what
// was withdrawn does not come back.
std::string TaskKey(const CaseStep& step) {
  return absl::StrCat("caseSteps/", step.id, "/", step.task_count);
}

events::OutboxEvent TaskFact(CaseStep& step, const google::protobuf::Message& payload,
                             const history::WriteContext& context) {
  ++step.task_version;
  return events::EventOf({step.account_id, "case_step_task", step.id, step.task_version}, payload,
                         context);
}

bool CanBeDone(const CaseStep& step) {
  return (step.state == "open" || step.state == "in_progress") && !step.owner.empty();
}

events::v1::TaskRequested TaskOf(const CaseStep& step, int64_t case_number) {
  events::v1::TaskRequested task;
  task.set_key(TaskKey(step));
  task.set_subject(absl::StrCat("Case #", case_number, ": ", step.title));
  task.set_subject_zh(absl::StrCat("客诉 #", case_number, "：", step.title));
  task.set_account(absl::StrCat("accounts/", step.account_id));
  task.set_assignee(step.owner);
  *task.mutable_due_time() = api::TimeToProto(*step.due_time);
  task.set_source_kind("case_step");
  task.set_source(CaseStepName(step));
  return task;
}

}  // namespace

events::OutboxEvent StepTemplateChangedEvent(const StepTemplate& step_template,
                                             const std::vector<history::Change>& changes,
                                             const history::WriteContext& context) {
  v1::StepTemplateChanged payload;
  payload.set_step_template(StepTemplateName(step_template.id));
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return events::EventOf(
      {events::kNoAccount, "step_template", step_template.id, step_template.version}, payload,
      context);
}

events::OutboxEvent CaseStepChangedEvent(const CaseStep& step,
                                         const history::WriteContext& context) {
  v1::CaseStepChanged payload;
  payload.set_step(CaseStepName(step));
  payload.set_state(CaseStepStateToProto(step.state));
  payload.set_owner(step.owner);
  if (step.due_time) *payload.mutable_due_time() = api::TimeToProto(*step.due_time);
  payload.set_required(step.required);
  return events::EventOf({step.account_id, "case_step", step.id, step.version}, payload, context);
}

void KeepTask(const CaseStep* before, int64_t case_number, const history::WriteContext& context,
              CaseStep& after, std::vector<events::OutboxEvent>& facts) {
  const bool same = before != nullptr && before->owner == after.owner;
  if (after.task_wanted && (!CanBeDone(after) || !same)) {
    events::v1::TaskWithdrawn withdrawn;
    withdrawn.set_key(TaskKey(after));
    facts.push_back(TaskFact(after, withdrawn, context));
    after.task_wanted = false;
  }
  if (!after.task_wanted && CanBeDone(after)) {
    ++after.task_count;
    after.task_wanted = true;
    const events::v1::TaskRequested task = TaskOf(after, case_number);
    facts.push_back(TaskFact(after, task, context));
  }
}

}  // namespace mainstay::feedback
