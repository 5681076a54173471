#include "services/feedback/sla/sla_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/enum_list.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using google::protobuf::Duration;
using google::protobuf::RepeatedField;
using google::protobuf::Timestamp;

constexpr std::string_view kCalendars = "workingCalendars/";

absl::StatusOr<EscalationLevel> LevelFromProto(const v1::EscalationLevel& message,
                                               const std::string& at) {
  EscalationLevel level;
  ASSIGN_OR_RETURN(level.when,
                   api::EnumToText(message.when(), "ESCALATION_TIME_", absl::StrCat(at, ".when")));
  level.minutes_after_due = message.minutes_after_due();
  ASSIGN_OR_RETURN(level.roles,
                   api::EnumsToTexts<v1::EscalationRole>(message.roles(), "ESCALATION_ROLE_",
                                                         absl::StrCat(at, ".roles")));
  level.users.assign(message.users().begin(), message.users().end());
  return level;
}

absl::StatusOr<SlaRule> RuleFromProto(const v1::SlaRule& message, const std::string& at) {
  SlaRule rule;
  ASSIGN_OR_RETURN(rule.tiers, api::EnumsToTexts<v1::SlaTier>(message.tiers(), "SLA_TIER_",
                                                              absl::StrCat(at, ".tiers")));
  ASSIGN_OR_RETURN(rule.kinds, api::EnumsToTexts<v1::CaseKind>(message.kinds(), "CASE_KIND_",
                                                               absl::StrCat(at, ".kinds")));
  ASSIGN_OR_RETURN(rule.severities,
                   api::EnumsToTexts<v1::CaseSeverity>(message.severities(), "CASE_SEVERITY_",
                                                       absl::StrCat(at, ".severities")));
  ASSIGN_OR_RETURN(rule.scopes, api::EnumsToTexts<v1::CaseScope>(message.scopes(), "CASE_SCOPE_",
                                                                 absl::StrCat(at, ".scopes")));
  ASSIGN_OR_RETURN(rule.route,
                   api::EnumToText(message.route(), "SLA_ROUTE_", absl::StrCat(at, ".route")));
  if (!absl::StartsWith(message.calendar(), kCalendars)) {
    return status::BadField(absl::StrCat(at, ".calendar"), "must look like workingCalendars/cn");
  }
  rule.calendar = message.calendar().substr(kCalendars.size());
  if (message.has_acknowledge_minutes()) rule.acknowledge_minutes = message.acknowledge_minutes();
  if (message.has_first_answer_minutes()) {
    rule.first_answer_minutes = message.first_answer_minutes();
  }
  if (message.has_resolve_minutes()) rule.resolve_minutes = message.resolve_minutes();
  rule.at_risk_percent = message.at_risk_percent();
  rule.at_risk_minutes = message.at_risk_minutes();
  rule.count_reopened = !message.has_count_reopened() || message.count_reopened();
  for (int i = 0; i < message.ladder_size(); ++i) {
    ASSIGN_OR_RETURN(EscalationLevel level,
                     LevelFromProto(message.ladder(i), absl::StrCat(at, ".ladder[", i, "]")));
    rule.ladder.push_back(std::move(level));
  }
  return rule;
}

v1::SlaRule RuleToProto(const SlaRule& rule) {
  v1::SlaRule message;
  api::TextsToEnums<v1::SlaTier>(rule.tiers, "SLA_TIER_", *message.mutable_tiers());
  api::TextsToEnums<v1::CaseKind>(rule.kinds, "CASE_KIND_", *message.mutable_kinds());
  api::TextsToEnums<v1::CaseSeverity>(rule.severities, "CASE_SEVERITY_",
                                      *message.mutable_severities());
  api::TextsToEnums<v1::CaseScope>(rule.scopes, "CASE_SCOPE_", *message.mutable_scopes());
  message.set_route(api::TextToEnum<v1::SlaRoute>(rule.route, "SLA_ROUTE_"));
  message.set_calendar(absl::StrCat(kCalendars, rule.calendar));
  if (rule.acknowledge_minutes) message.set_acknowledge_minutes(*rule.acknowledge_minutes);
  if (rule.first_answer_minutes) message.set_first_answer_minutes(*rule.first_answer_minutes);
  if (rule.resolve_minutes) message.set_resolve_minutes(*rule.resolve_minutes);
  message.set_at_risk_percent(rule.at_risk_percent);
  message.set_at_risk_minutes(rule.at_risk_minutes);
  message.set_count_reopened(rule.count_reopened);
  for (const EscalationLevel& level : rule.ladder) {
    v1::EscalationLevel& added = *message.add_ladder();
    added.set_when(api::TextToEnum<v1::EscalationTime>(level.when, "ESCALATION_TIME_"));
    added.set_minutes_after_due(level.minutes_after_due);
    api::TextsToEnums<v1::EscalationRole>(level.roles, "ESCALATION_ROLE_", *added.mutable_roles());
    for (const std::string& user : level.users) added.add_users(user);
  }
  return message;
}

void SetTime(const std::optional<absl::Time>& time, Timestamp* (v1::CaseClock::*field)(),
             v1::CaseClock& message) {
  if (time) *(message.*field)() = api::TimeToProto(*time);
}

// Of working time, whose seconds an int64 of microseconds holds.
Duration DurationToProto(absl::Duration duration) {
  const int64_t micros = absl::ToInt64Microseconds(duration);
  Duration message;
  message.set_seconds(micros / 1'000'000);
  message.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return message;
}

v1::ClockState StateToProto(std::string_view state) {
  return api::TextToEnum<v1::ClockState>(state, "CLOCK_STATE_");
}

void SetReading(const CaseClock& clock, const ClockReading& reading, v1::CaseClock& message) {
  message.set_state(StateToProto(reading.state));
  *message.mutable_used() = DurationToProto(clock.terms->target - reading.remaining);
  *message.mutable_remaining() = DurationToProto(reading.remaining);
  *message.mutable_handling() = DurationToProto(reading.handling);
  *message.mutable_real() = DurationToProto(reading.real);
  SetTime(reading.at_risk_time, &v1::CaseClock::mutable_at_risk_time, message);
  SetTime(reading.due_time, &v1::CaseClock::mutable_due_time, message);
  SetTime(reading.breach_time, &v1::CaseClock::mutable_breach_time, message);
}

}  // namespace

std::string SlaPolicyName(const std::string& policy_id) {
  return absl::StrCat("slaPolicies/", policy_id);
}

absl::StatusOr<SlaPolicy> FromProto(const v1::SlaPolicy& message) {
  SlaPolicy policy;
  policy.display_name = message.display_name();
  for (int i = 0; i < message.rules_size(); ++i) {
    ASSIGN_OR_RETURN(SlaRule rule, RuleFromProto(message.rules(i), absl::StrCat("rules[", i, "]")));
    policy.rules.push_back(std::move(rule));
  }
  return policy;
}

v1::SlaPolicy ToProto(const SlaPolicy& policy) {
  v1::SlaPolicy message;
  message.set_name(SlaPolicyName(policy.id));
  message.set_display_name(policy.display_name);
  for (const SlaRule& rule : policy.rules) *message.add_rules() = RuleToProto(rule);
  message.set_in_force(policy.in_force);
  message.set_etag(api::EtagOf(policy.version));
  *message.mutable_create_time() = api::TimeToProto(policy.create_time);
  *message.mutable_update_time() = api::TimeToProto(policy.update_time);
  return message;
}

v1::CaseClock ToProto(const ListedClock& listed, const calendar::WorkingTime* working,
                      absl::Time now) {
  const CaseClock& clock = listed.clock;
  v1::CaseClock message;
  message.set_case_(absl::StrCat("accounts/", listed.account_id, "/cases/", clock.case_id));
  message.set_kind(api::TextToEnum<v1::ClockKind>(clock.kind, "CLOCK_KIND_"));
  if (clock.terms) {
    *message.mutable_target() = DurationToProto(clock.terms->target);
    if (working != nullptr) {
      SetReading(clock, Read(*clock.terms, clock.facts, *working, now), message);
    }
  }
  *message.mutable_start_time() = api::TimeToProto(clock.facts.start);
  SetTime(clock.facts.met, &v1::CaseClock::mutable_met_time, message);
  SetTime(clock.facts.withdrawn, &v1::CaseClock::mutable_withdraw_time, message);
  message.set_level(clock.level);
  message.set_policy(SlaPolicyName(clock.basis.policy_id));
  message.set_policy_version(clock.basis.policy_version);
  message.set_calendar(absl::StrCat(kCalendars, clock.basis.calendar));
  message.set_number(listed.number);
  message.set_subject(listed.subject);
  message.set_assignee(listed.assignee);
  message.set_severity(api::TextToEnum<v1::CaseSeverity>(listed.severity, "CASE_SEVERITY_"));
  return message;
}

v1::CaseClockEntry ToProto(const ClockEntry& entry) {
  v1::CaseClockEntry message;
  message.set_kind(api::TextToEnum<v1::ClockEntryKind>(entry.kind, "CLOCK_ENTRY_KIND_"));
  message.set_clock(api::TextToEnum<v1::ClockKind>(entry.clock, "CLOCK_KIND_"));
  *message.mutable_entry_time() = api::TimeToProto(entry.time);
  if (const auto& replan = entry.replan) {
    message.set_reason(replan->reason);
    if (replan->target_before) {
      *message.mutable_target_before() = DurationToProto(*replan->target_before);
    }
    if (replan->target_after) {
      *message.mutable_target_after() = DurationToProto(*replan->target_after);
    }
    if (replan->due_before) *message.mutable_due_before() = api::TimeToProto(*replan->due_before);
    if (replan->due_after) *message.mutable_due_after() = api::TimeToProto(*replan->due_after);
    message.set_state_before(StateToProto(replan->state_before));
    message.set_state_after(StateToProto(replan->state_after));
  }
  if (entry.happen_time) *message.mutable_happen_time() = api::TimeToProto(*entry.happen_time);
  message.set_level(entry.level);
  for (const std::string& user : entry.recipients) message.add_recipients(user);
  return message;
}

v1::QuarterlyPlanCase ToProto(const PlannedCase& planned) {
  v1::QuarterlyPlanCase message;
  message.set_case_(absl::StrCat("accounts/", planned.account_id, "/cases/", planned.id));
  message.set_number(planned.number);
  message.set_subject(planned.subject);
  message.set_category(planned.category);
  message.set_kind(api::TextToEnum<v1::CaseKind>(planned.kind, "CASE_KIND_"));
  message.set_severity(api::TextToEnum<v1::CaseSeverity>(planned.severity, "CASE_SEVERITY_"));
  message.set_state(api::TextToEnum<v1::CaseState>(planned.state, "CASE_STATE_"));
  *message.mutable_receive_time() = api::TimeToProto(planned.receive_time);
  return message;
}

}  // namespace mainstay::feedback
