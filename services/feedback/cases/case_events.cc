#include "services/feedback/cases/case_events.h"

#include <mainstay/feedback/v1/case_events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/feedback/cases/case_proto.h"

namespace mainstay::feedback {
namespace {

// `payload` as a fact of the case's present version.
template <class Payload>
events::OutboxEvent Fact(const Case& c, Payload payload, const history::WriteContext& context) {
  payload.set_case_(CaseName(c));
  return events::EventOf({c.account_id, "case", c.id, c.version}, payload, context);
}

}  // namespace

events::OutboxEvent CaseOpenedEvent(const Case& c, const history::WriteContext& context) {
  v1::CaseOpened payload;
  payload.set_number(c.number);
  payload.set_kind(CaseKindToProto(c.kind));
  payload.set_category(c.category);
  payload.set_severity(CaseSeverityToProto(c.severity));
  payload.set_scope(CaseScopeToProto(c.scope));
  *payload.mutable_receive_time() = api::TimeToProto(c.receive_time);
  payload.set_assignee(c.assignee);
  payload.set_source(c.source);
  payload.set_state(CaseStateToProto(c.state));
  payload.set_recurrence_of(RecurrenceOf(c));
  return Fact(c, std::move(payload), context);
}

events::OutboxEvent CaseChangedEvent(const Case& c, const std::vector<history::Change>& changes,
                                     const history::WriteContext& context) {
  v1::CaseChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  payload.set_number(c.number);
  *payload.mutable_receive_time() = api::TimeToProto(c.receive_time);
  payload.set_kind(CaseKindToProto(c.kind));
  payload.set_category(c.category);
  payload.set_severity(CaseSeverityToProto(c.severity));
  payload.set_scope(CaseScopeToProto(c.scope));
  return Fact(c, std::move(payload), context);
}

events::OutboxEvent CaseAssignedEvent(const Case& before, const Case& after,
                                      const history::WriteContext& context) {
  v1::CaseAssigned payload;
  payload.set_number(after.number);
  payload.set_old_assignee(before.assignee);
  payload.set_assignee(after.assignee);
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent CaseStateChangedEvent(const Case& before, const Case& after,
                                          const history::WriteContext& context) {
  v1::CaseStateChanged payload;
  payload.set_number(after.number);
  payload.set_old_state(CaseStateToProto(before.state));
  payload.set_state(CaseStateToProto(after.state));
  payload.set_reopen_count(after.reopen_count);
  payload.set_closure(CaseClosureToProto(after.closure));
  if (after.close_time) *payload.mutable_close_time() = api::TimeToProto(*after.close_time);
  payload.set_assignee(after.assignee);
  payload.set_contact(after.contact.empty() ? after.confirmed_by : after.contact);
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent CaseEntryAddedEvent(const Case& before, const Case& after,
                                        const CaseEntry& entry,
                                        const history::WriteContext& context) {
  v1::CaseEntryAdded payload;
  payload.set_number(after.number);
  payload.set_kind(CaseEntryKindToProto(entry.kind));
  payload.set_contact(entry.contact);
  payload.set_channel(CaseChannelToProto(entry.channel));
  payload.set_old_state(CaseStateToProto(before.state));
  payload.set_state(CaseStateToProto(after.state));
  return Fact(after, std::move(payload), context);
}

}  // namespace mainstay::feedback
