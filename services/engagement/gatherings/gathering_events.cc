#include "services/engagement/gatherings/gathering_events.h"

#include <mainstay/engagement/v1/gathering_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/gatherings/gathering_proto.h"

namespace mainstay::engagement {
namespace {

template <class Payload>
events::OutboxEvent Fact(const Gathering& g, Payload payload,
                         const history::WriteContext& context) {
  payload.set_gathering(GatheringName(g.id));
  return events::EventOf({events::kNoAccount, "gathering", g.id, g.version}, payload, context);
}

template <class Payload>
events::OutboxEvent Fact(const Invitation& i, Payload payload,
                         const history::WriteContext& context) {
  payload.set_invitation(InvitationName(i));
  payload.set_account(absl::StrCat("accounts/", i.account_id));
  return events::EventOf({i.account_id, "invitation", i.id, i.version}, payload, context);
}

}  // namespace

events::OutboxEvent GatheringPlannedEvent(const Gathering& gathering,
                                          const history::WriteContext& context) {
  v1::GatheringPlanned payload;
  payload.set_kind(GatheringKindToProto(gathering.kind));
  *payload.mutable_start_time() = api::TimeToProto(gathering.start_time);
  *payload.mutable_end_time() = api::TimeToProto(gathering.end_time);
  return Fact(gathering, std::move(payload), context);
}

events::OutboxEvent GatheringChangedEvent(const Gathering& before, const Gathering& after,
                                          const std::vector<history::Change>& changes,
                                          const history::WriteContext& context) {
  if (before.state != after.state) {
    v1::GatheringStateChanged payload;
    payload.set_old_state(GatheringStateToProto(before.state));
    payload.set_state(GatheringStateToProto(after.state));
    return Fact(after, std::move(payload), context);
  }
  v1::GatheringChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  *payload.mutable_start_time() = api::TimeToProto(after.start_time);
  *payload.mutable_end_time() = api::TimeToProto(after.end_time);
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent InvitationMadeEvent(const Invitation& invitation,
                                        const history::WriteContext& context) {
  v1::InvitationMade payload;
  payload.set_contact(InvitedContactName(invitation));
  payload.set_walked_in(invitation.walked_in);
  return Fact(invitation, std::move(payload), context);
}

events::OutboxEvent InvitationChangedEvent(const Invitation& invitation,
                                           const std::vector<history::Change>& changes,
                                           const history::WriteContext& context) {
  v1::InvitationChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  payload.set_reply(ReplyToProto(invitation.reply));
  payload.set_attendance(AttendanceToProto(invitation.attendance));
  return Fact(invitation, std::move(payload), context);
}

}  // namespace mainstay::engagement
