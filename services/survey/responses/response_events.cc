#include "services/survey/responses/response_events.h"

#include <mainstay/survey/v1/response_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"

namespace mainstay::survey {

events::OutboxEvent ResponseSubmittedEvent(const Response& response,
                                           const history::WriteContext& context) {
  v1::ResponseSubmitted payload;
  const std::string in_campaign = absl::StrCat("campaigns/", response.campaign_id);
  payload.set_response(absl::StrCat(in_campaign, "/responses/", response.id));
  payload.set_questionnaire_version(absl::StrCat("questionnaires/", response.questionnaire_id,
                                                 "/versions/", response.questionnaire_version));
  if (!response.account_id.empty()) {
    payload.set_account(absl::StrCat("accounts/", response.account_id));
  }
  if (!response.contact_id.empty()) {
    payload.set_contact(absl::StrCat(payload.account(), "/contacts/", response.contact_id));
  }
  if (!response.invitation_id.empty()) {
    payload.set_invitation(absl::StrCat(in_campaign, "/invitations/", response.invitation_id));
  }
  payload.set_channel(response.channel);
  *payload.mutable_submit_time() = api::TimeToProto(response.submit_time);
  return events::EventOf({response.account_id.empty() ? events::kNoAccount : response.account_id,
                          "response", response.id, 1},
                         payload, context);
}

}  // namespace mainstay::survey
