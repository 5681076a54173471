#include "services/survey/responses/response_proto.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "services/survey/responses/answer_proto.h"
#include "services/survey/responses/masking.h"

namespace mainstay::survey {
namespace {

// Who answered.
void AddIdentity(const Response& response, v1::Response& proto) {
  if (response.account_id.empty()) return;
  proto.set_account(absl::StrCat("accounts/", response.account_id));
  if (!response.contact_id.empty()) {
    proto.set_contact(absl::StrCat(proto.account(), "/contacts/", response.contact_id));
  }
  if (!response.invitation_id.empty()) {
    proto.set_invitation(
        absl::StrCat("campaigns/", response.campaign_id, "/invitations/", response.invitation_id));
  }
}

}  // namespace

v1::Response ToProto(FoundResponse found, bool identities) {
  v1::Response proto;
  Response& response = found.response;
  for (std::string& field : Mask(found.privacy, identities, response)) {
    proto.add_masked_fields(std::move(field));
  }
  const std::string campaign = absl::StrCat("campaigns/", response.campaign_id);
  proto.set_name(absl::StrCat(campaign, "/responses/", response.id));
  if (response.wave > 0) proto.set_wave(absl::StrCat(campaign, "/waves/", response.wave));
  proto.set_questionnaire_version(absl::StrCat("questionnaires/", response.questionnaire_id,
                                               "/versions/", response.questionnaire_version));
  AddIdentity(response, proto);
  proto.set_channel(
      api::TextToEnum<v1::InvitationChannel>(response.channel, "INVITATION_CHANNEL_"));
  proto.set_language(response.language);
  proto.set_tier(response.facts.account_tier);
  proto.set_region(response.facts.account_region);
  proto.set_role(response.facts.contact_role);
  AnswersToProto(response.answers, *proto.mutable_answers());
  if (response.start_time) *proto.mutable_start_time() = api::TimeToProto(*response.start_time);
  *proto.mutable_submit_time() = api::TimeToProto(response.submit_time);
  if (response.duration_seconds) proto.set_duration_seconds(*response.duration_seconds);
  for (const std::string& flag : response.flags) proto.add_flags(flag);
  proto.set_external_id(response.external_id);
  proto.set_recorded_by(response.recorded_by);
  return proto;
}

}  // namespace mainstay::survey
