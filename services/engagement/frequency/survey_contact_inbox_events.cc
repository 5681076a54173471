#include "services/engagement/frequency/survey_contact_inbox_events.h"

#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/engagement/frequency/frequency_store.h"

namespace mainstay::engagement {

absl::Status TakeInvitationSent(pg::Tx& tx, const events::v1::Event&,
                                const survey::v1::InvitationSent& payload) {
  ASSIGN_OR_RETURN(const auto invitation,
                   api::ParseName(payload.invitation(), "campaigns/*/invitations/*", "invitation"));
  ASSIGN_OR_RETURN(const auto account, api::ParseName(payload.account(), "accounts/*", "account"));
  InsertSurveyContact(tx, {.campaign_id = invitation[0],
                           .wave = payload.wave(),
                           .account_id = account[0],
                           .send_time = api::TimeOf(payload.send_time())});
  return absl::OkStatus();
}

void TakeSurveyContacts(events::Subscription& subscription) {
  subscription.On<survey::v1::InvitationSent>(TakeInvitationSent);
}

}  // namespace mainstay::engagement
