#include "services/survey/loop/case_invitation_write.h"

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/planning_store.h"

namespace mainstay::survey {

std::string InviteAfterCase(pg::Tx& tx, const Campaign& campaign, const directory::Account& account,
                            const std::string& contact_id, const history::WriteContext& context) {
  Invitation invitation;
  invitation.id = api::NewUuid(context.now);
  invitation.campaign_id = campaign.id;
  invitation.account_id = invitation.invited_account_id = account.id;
  invitation.contact_id = contact_id;
  invitation.channel = campaign.channel;
  invitation.language = campaign.language;
  invitation.tier = account.tier;
  invitation.create_time = context.now;
  if (invitation.channel != "phone") {
    InsertInvitations(tx, {invitation});
    InsertDeliveries(tx, {invitation.id}, context.now);
    return invitation.id;
  }
  // On the call list from now on.
  invitation.state = "sent";
  invitation.version = 1;
  invitation.send_time = context.now;
  invitation.expire_time = context.now + absl::Hours(24 * campaign.valid_days);
  InsertInvitations(tx, {invitation});
  InsertUntoldToken(tx, invitation.id, context.now);
  events::Append(tx, InvitationSentEvent(invitation, context));
  return invitation.id;
}

}  // namespace mainstay::survey
