#include "services/feedback/steps/step_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

v1::StepOwnerRole RoleToProto(std::string_view role) {
  return api::TextToEnum<v1::StepOwnerRole>(role, "STEP_OWNER_ROLE_");
}

void SetTime(const std::optional<absl::Time>& time,
             google::protobuf::Timestamp* (v1::CaseStep::*field)(), v1::CaseStep& message) {
  if (time) *(message.*field)() = api::TimeToProto(*time);
}

}  // namespace

std::string StepTemplateName(const std::string& template_id) {
  return absl::StrCat("stepTemplates/", template_id);
}

std::string CaseStepName(const CaseStep& step) {
  return absl::StrCat("accounts/", step.account_id, "/cases/", step.case_id, "/steps/", step.id);
}

v1::CaseStepState CaseStepStateToProto(std::string_view state) {
  return api::TextToEnum<v1::CaseStepState>(state, "CASE_STEP_STATE_");
}

absl::StatusOr<StepTemplate> FromProto(const v1::StepTemplate& message) {
  StepTemplate t;
  t.display_name = message.display_name();
  t.category = message.category();
  t.calendar = message.calendar();
  t.disabled = message.disabled();
  for (int i = 0; i < message.steps_size(); ++i) {
    const v1::TemplateStep& sent = message.steps(i);
    TemplateStep step{.title = sent.title(),
                      .department = sent.department(),
                      .owner_role = {},
                      .owner = sent.owner(),
                      .due_minutes = sent.due_minutes(),
                      .optional = sent.optional(),
                      .order = sent.order()};
    ASSIGN_OR_RETURN(step.owner_role, api::EnumToText(sent.owner_role(), "STEP_OWNER_ROLE_",
                                                      absl::StrCat("steps[", i, "].owner_role")));
    t.steps.push_back(std::move(step));
  }
  return t;
}

v1::StepTemplate ToProto(const StepTemplate& t) {
  v1::StepTemplate message;
  message.set_name(StepTemplateName(t.id));
  message.set_display_name(t.display_name);
  message.set_category(t.category);
  message.set_calendar(t.calendar);
  for (const TemplateStep& step : t.steps) {
    v1::TemplateStep& added = *message.add_steps();
    added.set_title(step.title);
    added.set_department(step.department);
    added.set_owner_role(RoleToProto(step.owner_role));
    added.set_owner(step.owner);
    added.set_due_minutes(step.due_minutes);
    added.set_optional(step.optional);
    added.set_order(step.order);
  }
  message.set_disabled(t.disabled);
  message.set_etag(api::EtagOf(t.version));
  *message.mutable_create_time() = api::TimeToProto(t.create_time);
  *message.mutable_update_time() = api::TimeToProto(t.update_time);
  return message;
}

v1::CaseStep ToProto(const CaseStep& step, absl::Time now) {
  v1::CaseStep message;
  message.set_name(CaseStepName(step));
  message.set_title(step.title);
  message.set_department(step.department);
  message.set_owner(step.owner);
  message.set_owner_role(RoleToProto(step.owner_role));
  message.set_required(step.required);
  message.set_order(step.order);
  message.set_due_minutes(step.due_minutes);
  message.set_state(CaseStepStateToProto(step.state));
  message.set_late(IsLate(step, now));
  SetTime(step.ready_time, &v1::CaseStep::mutable_ready_time, message);
  SetTime(step.due_time, &v1::CaseStep::mutable_due_time, message);
  SetTime(step.start_time, &v1::CaseStep::mutable_start_time, message);
  SetTime(step.close_time, &v1::CaseStep::mutable_close_time, message);
  message.set_closer(step.closer);
  message.set_note(step.note);
  for (const std::string& uri : step.evidence_uris) message.add_evidence_uris(uri);
  message.set_template_(StepTemplateName(step.template_id));
  message.set_etag(api::EtagOf(step.version));
  *message.mutable_create_time() = api::TimeToProto(step.create_time);
  *message.mutable_update_time() = api::TimeToProto(step.update_time);
  return message;
}

}  // namespace mainstay::feedback
