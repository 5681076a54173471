#include "services/feedback/sla/clock_events.h"

#include <mainstay/feedback/v1/sla_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::feedback {
namespace {

template <class Payload>
events::OutboxEvent Fact(const CaseClock& clock, const ClockCase& c, Payload payload,
                         const history::WriteContext& context) {
  payload.set_case_(absl::StrCat("accounts/", c.account_id, "/cases/", c.id));
  payload.set_number(c.number);
  payload.set_clock(api::TextToEnum<v1::ClockKind>(clock.kind, "CLOCK_KIND_"));
  return events::EventOf({c.account_id, "case_clock", clock.id, clock.version}, payload, context);
}

}  // namespace

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
