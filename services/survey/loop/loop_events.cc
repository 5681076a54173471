#include "services/survey/loop/loop_events.h"

#include <mainstay/events/v1/task.pb.h>
#include <mainstay/survey/v1/loop_events.pb.h>

#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "common/text/rules.h"
#include "services/survey/loop/loop_proto.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {
namespace {

// Of a confidential response only the day is told. Its end is what the days and hours of whoever
// has to do something are counted from: they must not be over before they have begun.
absl::Time Told(absl::Time time, bool confidential) {
  return confidential ? DayOf(time) + absl::Hours(24) : time;
}

constexpr size_t kMaxSubject = 200;  // characters of a task's

// How a task is called, before the rule's own name.
struct TaskWords {
  std::string_view action, en, zh;
};
constexpr TaskWords kTaskWords[] = {{"task", "After a survey: ", "调查跟进："},
                                    {"notice", "Look into a survey's answer: ", "查看调查答复："},
                                    {"referral", "Ask for a referral: ", "请客户转介绍："}};

v1::SurveyCaseRequested CaseOf(const LoopRule& rule, const LoopFiring& firing,
                               const LoopCause& cause) {
  v1::SurveyCaseRequested payload;
  payload.set_case_(absl::StrCat("accounts/", firing.account_id, "/cases/", firing.id));
  payload.set_source(LoopFiringName(firing));
  if (!cause.confidential) {
    payload.set_source(
        absl::StrCat("campaigns/", firing.campaign_id, "/responses/", firing.response_id));
    if (!firing.contact_id.empty()) {
      payload.set_contact(
          absl::StrCat("accounts/", firing.account_id, "/contacts/", firing.contact_id));
    }
  }
  payload.set_rule(LoopRuleName(rule));
  payload.set_subject(rule.display_name);
  payload.set_condition(rule.condition);
  payload.set_kind(api::TextToEnum<feedback::v1::CaseKind>(rule.case_kind, "CASE_KIND_"));
  payload.set_severity(
      api::TextToEnum<feedback::v1::CaseSeverity>(rule.case_severity, "CASE_SEVERITY_"));
  payload.set_category(rule.case_category);
  *payload.mutable_answer_time() = api::TimeToProto(Told(cause.answered, cause.confidential));
  for (const AskedQuestion& asked : cause.language == "zh" ? cause.zh : cause.en) {
    v1::AskedQuestion& question = *payload.add_questions();
    question.set_question(asked.question);
    question.set_answer(asked.answer);
  }
  return payload;
}

// "查看调查答复：贬损者 · 3 (0–10): 您有多大可能……": what is cut is the end of the question.
std::string SubjectOf(std::string_view words, const LoopRule& rule,
                      const std::vector<AskedQuestion>& asked) {
  return text::Acceptable(
      absl::StrCat(words, rule.display_name, asked.empty() ? "" : " · ", InOneLine(asked)),
      kMaxSubject);
}

events::v1::TaskRequested TaskOf(const LoopRule& rule, const LoopFiring& firing,
                                 const LoopCause& cause) {
  events::v1::TaskRequested payload;
  payload.set_key(absl::StrCat("loopFirings/", firing.id));
  for (const TaskWords& words : kTaskWords) {
    if (words.action != rule.action) continue;
    payload.set_subject(SubjectOf(words.en, rule, cause.en));
    payload.set_subject_zh(SubjectOf(words.zh, rule, cause.zh));
  }
  payload.set_account(absl::StrCat("accounts/", firing.account_id));
  payload.set_assignee(rule.assignee);
  *payload.mutable_due_time() = api::TimeToProto(Told(firing.fire_time, cause.confidential) +
                                                 absl::Hours(24) * rule.due_days);
  payload.set_source_kind(absl::StrCat("survey_", rule.action));
  payload.set_source(LoopFiringName(firing));
  return payload;
}

}  // namespace

events::OutboxEvent LoopRuleChangedEvent(const LoopRule& rule,
                                         const std::vector<history::Change>& changes,
                                         const history::WriteContext& context) {
  v1::LoopRuleChanged payload;
  payload.set_rule(LoopRuleName(rule));
  for (const history::Change& change : changes) payload.add_fields(change.field);
  payload.set_disabled(rule.disabled);
  return events::EventOf({events::kNoAccount, "loop_rule", rule.id, rule.version}, payload,
                         context);
}

events::OutboxEvent LoopFiredEvent(const LoopRule& rule, const LoopFiring& firing,
                                   const LoopCause& cause, const history::WriteContext& context) {
  const events::Aggregate aggregate{firing.account_id, "loop_firing", firing.id, 1};
  if (rule.action == "case") {
    return events::EventOf(aggregate, CaseOf(rule, firing, cause), context);
  }
  return events::EventOf(aggregate, TaskOf(rule, firing, cause), context);
}

}  // namespace mainstay::survey
