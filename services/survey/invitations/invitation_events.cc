#include "services/survey/invitations/invitation_events.h"

#include <mainstay/survey/v1/invitation_events.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::survey {
namespace {

template <class Payload>
events::OutboxEvent EventOf(const Invitation& invitation, Payload payload,
                            const history::WriteContext& context) {
  payload.set_invitation(InvitationName(invitation));
  payload.set_account(absl::StrCat("accounts/", invitation.invited_account_id));
  return events::EventOf(
      {invitation.invited_account_id, "invitation", invitation.id, invitation.version}, payload,
      context);
}

}  // namespace

events::OutboxEvent InvitationSentEvent(const Invitation& invitation,
                                        const history::WriteContext& context) {
  v1::InvitationSent payload;
  payload.set_contact(ContactNameOf(invitation, invitation.invited_account_id));
  payload.set_wave(invitation.wave);
  payload.set_channel(invitation.channel);
  *payload.mutable_send_time() = api::TimeToProto(invitation.send_time.value_or(context.now));
  return EventOf(invitation, std::move(payload), context);
}

events::OutboxEvent InvitationBouncedEvent(const Invitation& invitation,
                                           const history::WriteContext& context) {
  v1::InvitationBounced payload;
  payload.set_contact(ContactNameOf(invitation, invitation.invited_account_id));
  return EventOf(invitation, std::move(payload), context);
}

events::OutboxEvent InvitationRevokedEvent(const Invitation& invitation,
                                           const history::WriteContext& context) {
  return EventOf(invitation, v1::InvitationRevoked(), context);
}

}  // namespace mainstay::survey
