#include "services/engagement/visits/visit_events.h"

#include <mainstay/engagement/v1/events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/visits/visit_proto.h"

namespace mainstay::engagement {
namespace {

// `payload` as a fact of the visit's present version.
template <class Payload>
events::OutboxEvent Fact(const Visit& visit, Payload payload,
                         const history::WriteContext& context) {
  payload.set_visit(VisitName(visit.account_id, visit.id));
  return events::EventOf({visit.account_id, "visit", visit.id, visit.version}, payload, context);
}

}  // namespace

events::OutboxEvent VisitPlannedEvent(const Visit& visit, const history::WriteContext& context) {
  v1::VisitPlanned payload;
  payload.set_kind(KindToProto(visit.kind));
  payload.set_mode(ModeToProto(visit.mode));
  *payload.mutable_planned_start_time() = api::TimeToProto(visit.planned_start);
  for (const Participant& participant : visit.participants) payload.add_users(participant.user);
  return Fact(visit, std::move(payload), context);
}

events::OutboxEvent VisitRecordedEvent(const Visit& visit, const history::WriteContext& context) {
  v1::VisitRecorded payload;
  payload.set_kind(KindToProto(visit.kind));
  payload.set_mode(ModeToProto(visit.mode));
  *payload.mutable_start_time() = api::TimeToProto(visit.planned_start);
  *payload.mutable_complete_time() = api::TimeToProto(*visit.complete_time);
  for (const Participant& participant : visit.participants) payload.add_users(participant.user);
  return Fact(visit, std::move(payload), context);
}

events::OutboxEvent VisitChangedEvent(const Visit& visit,
                                      const std::vector<history::Change>& changes,
                                      const history::WriteContext& context) {
  v1::VisitChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(visit, std::move(payload), context);
}

events::OutboxEvent VisitStateChangedEvent(const Visit& before, const Visit& after,
                                           const history::WriteContext& context) {
  v1::VisitStateChanged payload;
  payload.set_kind(KindToProto(after.kind));
  payload.set_mode(ModeToProto(after.mode));
  payload.set_old_state(StateToProto(before.state));
  payload.set_state(StateToProto(after.state));
  *payload.mutable_planned_start_time() = api::TimeToProto(after.planned_start);
  if (after.check_in_time) {
    *payload.mutable_check_in_time() = api::TimeToProto(*after.check_in_time);
  }
  if (after.complete_time) {
    *payload.mutable_complete_time() = api::TimeToProto(*after.complete_time);
  }
  return Fact(after, std::move(payload), context);
}

}  // namespace mainstay::engagement
