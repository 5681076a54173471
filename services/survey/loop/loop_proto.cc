#include "services/survey/loop/loop_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {
namespace {

std::string ContactName(const std::string& account_id, const std::string& contact_id) {
  return contact_id.empty() ? "" : absl::StrCat("accounts/", account_id, "/contacts/", contact_id);
}

}  // namespace

std::string LoopRuleName(const LoopRule& rule) {
  return absl::StrCat("campaigns/", rule.campaign_id, "/loopRules/", rule.id);
}

std::string LoopFiringName(const LoopFiring& firing) {
  return absl::StrCat("campaigns/", firing.campaign_id, "/loopFirings/", firing.id);
}

absl::StatusOr<LoopRule> FromProto(const v1::LoopRule& message) {
  LoopRule rule;
  rule.display_name = message.display_name();
  rule.condition = message.condition();
  ASSIGN_OR_RETURN(rule.action, api::EnumToText(message.action(), "LOOP_ACTION_", "action"));
  ASSIGN_OR_RETURN(rule.case_kind, api::EnumToText(message.case_kind(), "CASE_KIND_", "case_kind"));
  ASSIGN_OR_RETURN(rule.case_severity,
                   api::EnumToText(message.case_severity(), "CASE_SEVERITY_", "case_severity"));
  rule.case_category = message.case_category();
  rule.due_days = message.due_days();
  rule.assignee = message.assignee();
  rule.disabled = message.disabled();
  return rule;
}

v1::LoopRule ToProto(const LoopRule& rule, const std::string& problem) {
  v1::LoopRule message;
  message.set_name(LoopRuleName(rule));
  message.set_display_name(rule.display_name);
  message.set_condition(rule.condition);
  message.set_action(api::TextToEnum<v1::LoopAction>(rule.action, "LOOP_ACTION_"));
  message.set_case_kind(api::TextToEnum<feedback::v1::CaseKind>(rule.case_kind, "CASE_KIND_"));
  message.set_case_severity(
      api::TextToEnum<feedback::v1::CaseSeverity>(rule.case_severity, "CASE_SEVERITY_"));
  message.set_case_category(rule.case_category);
  message.set_due_days(rule.due_days);
  message.set_assignee(rule.assignee);
  message.set_disabled(rule.disabled);
  message.set_problem(problem);
  message.set_firing_count(rule.firings);
  message.set_etag(api::EtagOf(rule.version));
  *message.mutable_create_time() = api::TimeToProto(rule.create_time);
  *message.mutable_update_time() = api::TimeToProto(rule.update_time);
  return message;
}

v1::LoopFiring ToProto(const LoopFiring& firing, bool names_people) {
  v1::LoopFiring message;
  message.set_name(LoopFiringName(firing));
  message.set_rule(absl::StrCat("campaigns/", firing.campaign_id, "/loopRules/", firing.rule_id));
  message.set_action(api::TextToEnum<v1::LoopAction>(firing.action, "LOOP_ACTION_"));
  message.set_account(absl::StrCat("accounts/", firing.account_id));
  if (names_people) {
    message.set_contact(ContactName(firing.account_id, firing.contact_id));
    message.set_response(
        absl::StrCat("campaigns/", firing.campaign_id, "/responses/", firing.response_id));
  }
  message.set_outcome(firing.outcome);
  message.set_state(api::TextToEnum<v1::LoopFiringState>(firing.state, "LOOP_FIRING_STATE_"));
  *message.mutable_fire_time() = api::TimeToProto(firing.fire_time);
  *message.mutable_state_time() =
      api::TimeToProto(names_people ? firing.state_time : DayOf(firing.state_time));
  return message;
}

v1::CaseFollowUp ToProto(const CaseFollowUp& follow_up) {
  v1::CaseFollowUp message;
  message.set_case_(absl::StrCat("accounts/", follow_up.account_id, "/cases/", follow_up.case_id));
  message.set_campaign(absl::StrCat("campaigns/", follow_up.campaign_id));
  message.set_contact(ContactName(follow_up.account_id, follow_up.contact_id));
  if (!follow_up.invitation_id.empty()) {
    message.set_invitation(absl::StrCat("campaigns/", follow_up.campaign_id, "/invitations/",
                                        follow_up.invitation_id));
  }
  message.set_state(
      api::TextToEnum<v1::CaseFollowUpState>(follow_up.state, "CASE_FOLLOW_UP_STATE_"));
  message.set_reason(follow_up.reason);
  *message.mutable_close_time() = api::TimeToProto(follow_up.close_time);
  return message;
}

}  // namespace mainstay::survey
