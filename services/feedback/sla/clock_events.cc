#include "services/feedback/sla/clock_events.h"

#include <mainstay/events/v1/task.pb.h>
#include <mainstay/feedback/v1/sla_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::feedback {
namespace {

std::string CaseNameOf(const ClockCase& c) {
  return absl::StrCat("accounts/", c.account_id, "/cases/", c.id);
}

template <class Payload>
events::OutboxEvent Fact(const CaseClock& clock, const ClockCase& c, Payload payload,
                         const history::WriteContext& context) {
  payload.set_case_(CaseNameOf(c));
  payload.set_number(c.number);
  payload.set_clock(api::TextToEnum<v1::ClockKind>(clock.kind, "CLOCK_KIND_"));
  return events::EventOf({c.account_id, "case_clock", clock.id, clock.version}, payload, context);
}

// What a clock waits for, in both languages.
struct Words {
  std::string_view en, zh;
};
Words WordsOf(std::string_view kind) {
  if (kind == "acknowledge") return {"acknowledged", "确认"};
  if (kind == "first_answer") return {"answered", "首次答复"};
  return {"resolved", "解决"};
}

std::string TaskKey(const CaseClock& clock, int level, const std::string& user) {
  return absl::StrCat("case_clock/", clock.id, "/", level, "/", user);
}

}  // namespace

events::OutboxEvent ClockTaskWithdrawnEvent(const CaseClock& clock, const std::string& account_id,
                                            int level, const std::string& user,
                                            const history::WriteContext& context) {
  events::v1::TaskWithdrawn task;
  task.set_key(TaskKey(clock, level, user));
  return events::EventOf({account_id, "case_clock", clock.id, clock.version}, task, context);
}

events::OutboxEvent ClockTaskEvent(const CaseClock& clock, const ClockCase& c,
                                   const ClockEntry& entry, const std::string& user,
                                   absl::TimeZone zone, const history::WriteContext& context) {
  const absl::Time due = clock.due_time.value_or(*entry.happen_time);
  const std::string until = absl::FormatTime("%Y-%m-%d %H:%M", due, zone);
  const Words words = WordsOf(clock.kind);
  events::v1::TaskRequested task;
  task.set_key(TaskKey(clock, entry.level, user));
  task.set_subject(absl::StrCat("Case ", c.number, ": to be ", words.en, " by ", until));
  task.set_subject_zh(absl::StrCat("客诉 ", c.number, "：须在 ", until, " 前", words.zh));
  task.set_account(absl::StrCat("accounts/", c.account_id));
  task.set_assignee(user);
  *task.mutable_due_time() = api::TimeToProto(due);
  task.set_source_kind("case_clock");
  task.set_source(CaseNameOf(c));
  return events::EventOf({c.account_id, "case_clock", clock.id, clock.version}, task, context);
}

events::OutboxEvent ClockEvent(const CaseClock& clock, const ClockCase& c, const ClockEntry& entry,
                               const history::WriteContext& context) {
  if (entry.kind == kEntryAtRisk) {
    v1::CaseAtRisk payload;
    *payload.mutable_at_risk_time() = api::TimeToProto(*entry.happen_time);
    if (clock.due_time) *payload.mutable_due_time() = api::TimeToProto(*clock.due_time);
    return Fact(clock, c, std::move(payload), context);
  }
  if (entry.kind == kEntryBreachRevoked) {
    v1::CaseBreachRevoked payload;
    *payload.mutable_old_breach_time() = api::TimeToProto(*entry.happen_time);
    return Fact(clock, c, std::move(payload), context);
  }
  if (entry.kind == kEntryEscalated) {
    v1::CaseEscalated payload;
    payload.set_level(entry.level);
    *payload.mutable_due_time() = api::TimeToProto(*entry.happen_time);
    for (const std::string& user : entry.recipients) payload.add_recipients(user);
    return Fact(clock, c, std::move(payload), context);
  }
  v1::CaseBreached payload;
  *payload.mutable_breach_time() = api::TimeToProto(*entry.happen_time);
  if (clock.breach_told) *payload.mutable_old_breach_time() = api::TimeToProto(*clock.breach_told);
  return Fact(clock, c, std::move(payload), context);
}

}  // namespace mainstay::feedback
