#include "services/engagement/visits/visit_events.h"

#include <mainstay/engagement/v1/events.pb.h>

#include "common/api/proto_time.h"
#include "services/engagement/visits/visit_proto.h"

namespace mainstay::engagement {
namespace {

// `payload` as a fact of the visit's present version.
template <class Payload>
events::OutboxEvent EventOf(const Visit& visit, Payload payload,
                            const history::WriteContext& context) {
  payload.set_visit(VisitName(visit.account_id, visit.id));
  return {.account_id = visit.account_id,
          .aggregate_type = "visit",
          .aggregate_id = visit.id,
          .aggregate_version = visit.version,
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString(),
          .actor = context.actor,
          .trace = context.trace,
          .occurred_at = context.now};
}

}  // namespace

events::OutboxEvent VisitPlannedEvent(const Visit& visit, const history::WriteContext& context) {
  v1::VisitPlanned payload;
  payload.set_kind(KindToProto(visit.kind));
  payload.set_mode(ModeToProto(visit.mode));
  *payload.mutable_planned_start_time() = api::TimeToProto(visit.planned_start);
  for (const Participant& participant : visit.participants) payload.add_users(participant.user);
  return EventOf(visit, std::move(payload), context);
}

events::OutboxEvent VisitRecordedEvent(const Visit& visit, const history::WriteContext& context) {
  v1::VisitRecorded payload;
  payload.set_kind(KindToProto(visit.kind));
  payload.set_mode(ModeToProto(visit.mode));
  *payload.mutable_start_time() = api::TimeToProto(visit.planned_start);
  *payload.mutable_complete_time() = api::TimeToProto(*visit.complete_time);
  for (const Participant& participant : visit.participants) payload.add_users(participant.user);
  return EventOf(visit, std::move(payload), context);
}

events::OutboxEvent VisitChangedEvent(const Visit& visit,
                                      const std::vector<history::Change>& changes,
                                      const history::WriteContext& context) {
  v1::VisitChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return EventOf(visit, std::move(payload), context);
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
  return EventOf(after, std::move(payload), context);
}

}  // namespace mainstay::engagement
