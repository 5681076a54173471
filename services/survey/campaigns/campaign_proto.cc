#include "services/survey/campaigns/campaign_proto.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_masking.h"

namespace mainstay::survey {
namespace {

constexpr char kCalendars[] = "workingCalendars/";

template <class E>
absl::StatusOr<std::vector<std::string>> Texts(const google::protobuf::RepeatedField<int>& values,
                                               std::string_view prefix, std::string_view field) {
  std::vector<std::string> texts;
  for (int i = 0; i < values.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    ASSIGN_OR_RETURN(std::string text, api::EnumToText(static_cast<E>(values.Get(i)), prefix, at));
    if (text.empty()) return status::BadField(at, "say which one");
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::StatusOr<Audience> FromProto(const v1::Audience& message) {
  Audience audience;
  ASSIGN_OR_RETURN(audience.tiers,
                   Texts<v1::AudienceTier>(message.tiers(), "AUDIENCE_TIER_", "audience.tiers"));
  ASSIGN_OR_RETURN(
      audience.buying_roles,
      Texts<v1::AudienceRole>(message.buying_roles(), "AUDIENCE_ROLE_", "audience.buying_roles"));
  audience.regions = {message.regions().begin(), message.regions().end()};
  for (int i = 0; i < message.accounts_size(); ++i) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.accounts(i), "accounts/*",
                                                    absl::StrCat("audience.accounts[", i, "]")));
    audience.accounts.push_back(ids[0]);
  }
  audience.contacts = {message.contacts().begin(), message.contacts().end()};
  audience.not_asked_days = message.not_asked_days();
  audience.keep_contact_budget = !message.ignore_contact_budget();
  return audience;
}

v1::Audience ToProto(const Audience& audience) {
  v1::Audience message;
  for (const std::string& tier : audience.tiers) message.add_tiers(TierToProto(tier));
  for (const std::string& region : audience.regions) message.add_regions(region);
  for (const std::string& id : audience.accounts) {
    message.add_accounts(absl::StrCat("accounts/", id));
  }
  for (const std::string& role : audience.buying_roles) {
    message.add_buying_roles(api::TextToEnum<v1::AudienceRole>(role, "AUDIENCE_ROLE_"));
  }
  for (const std::string& contact : audience.contacts) message.add_contacts(contact);
  message.set_not_asked_days(audience.not_asked_days);
  message.set_ignore_contact_budget(!audience.keep_contact_budget);
  return message;
}

absl::StatusOr<Quota> FromProto(const v1::Quota& message, const std::string& at) {
  Quota quota;
  ASSIGN_OR_RETURN(quota.dimension,
                   api::EnumToText(message.dimension(), "QUOTA_DIMENSION_", at + ".dimension"));
  quota.value = message.value();
  quota.maximum = message.maximum();
  ASSIGN_OR_RETURN(quota.when_full,
                   api::EnumToText(message.when_full(), "QUOTA_FULL_RULE_", at + ".when_full"));
  return quota;
}

absl::StatusOr<Wave> FromProto(const v1::Wave& message, const std::string& at) {
  Wave wave;
  wave.asked_time = absl::InfinitePast();
  if (message.has_asked_start_time()) {
    ASSIGN_OR_RETURN(wave.asked_time,
                     api::TimeFromProto(message.asked_start_time(), at + ".asked_start_time"));
  }
  wave.start_time = wave.asked_time;
  return wave;
}

// "questionnaires/{uuid}/versions/{n}"; what is none stays empty, which Validate says.
void ReadVersion(const std::string& name, Campaign& campaign) {
  int version = 0;
  const auto parts = api::ParseName(name, "questionnaires/*/versions/~", "questionnaire_version");
  if (!parts.ok() || !absl::SimpleAtoi((*parts)[1], &version)) return;
  campaign.questionnaire_id = (*parts)[0];
  campaign.questionnaire_version = version;
}

absl::Status ReadEnums(const v1::Campaign& message, Campaign& c) {
  ASSIGN_OR_RETURN(c.purpose, api::EnumToText(message.purpose(), "CAMPAIGN_PURPOSE_", "purpose"));
  ASSIGN_OR_RETURN(c.privacy, api::EnumToText(message.privacy(), "CAMPAIGN_PRIVACY_", "privacy"));
  ASSIGN_OR_RETURN(c.channel, api::EnumToText(message.channel(), "INVITATION_CHANNEL_", "channel"));
  return absl::OkStatus();
}

}  // namespace

std::string CampaignName(const std::string& campaign_id) {
  return absl::StrCat("campaigns/", campaign_id);
}

v1::AudienceTier TierToProto(const std::string& tier) {
  return api::TextToEnum<v1::AudienceTier>(tier.empty() ? "none" : tier, "AUDIENCE_TIER_");
}

absl::StatusOr<Campaign> FromProto(const v1::Campaign& message) {
  Campaign c;
  c.display_name = message.display_name();
  RETURN_IF_ERROR(ReadEnums(message, c));
  ReadVersion(message.questionnaire_version(), c);
  c.language = message.language();
  ASSIGN_OR_RETURN(c.audience, FromProto(message.audience()));
  for (int i = 0; i < message.quotas_size(); ++i) {
    ASSIGN_OR_RETURN(Quota quota, FromProto(message.quotas(i), absl::StrCat("quotas[", i, "]")));
    c.quotas.push_back(std::move(quota));
  }
  for (int i = 0; i < message.waves_size(); ++i) {
    ASSIGN_OR_RETURN(Wave wave, FromProto(message.waves(i), absl::StrCat("waves[", i, "]")));
    c.waves.push_back(std::move(wave));
  }
  c.texts.subject = {message.invitation_zh().subject(), message.invitation_en().subject()};
  c.texts.body = {message.invitation_zh().body(), message.invitation_en().body()};
  c.calendar = std::string(absl::StripPrefix(message.working_calendar(), kCalendars));
  c.valid_days = message.valid_days();
  c.max_reminders = message.max_reminders();
  c.reminder_working_days = message.reminder_working_days();
  return c;
}

v1::Campaign ToProto(const Campaign& c) {
  v1::Campaign message;
  message.set_name(CampaignName(c.id));
  message.set_display_name(c.display_name);
  message.set_purpose(api::TextToEnum<v1::CampaignPurpose>(c.purpose, "CAMPAIGN_PURPOSE_"));
  message.set_questionnaire_version(
      absl::StrCat("questionnaires/", c.questionnaire_id, "/versions/", c.questionnaire_version));
  message.set_privacy(api::TextToEnum<v1::CampaignPrivacy>(c.privacy, "CAMPAIGN_PRIVACY_"));
  message.set_language(c.language);
  message.set_channel(api::TextToEnum<v1::InvitationChannel>(c.channel, "INVITATION_CHANNEL_"));
  *message.mutable_audience() = ToProto(c.audience);
  for (const Quota& quota : c.quotas) {
    v1::Quota& one = *message.add_quotas();
    one.set_dimension(api::TextToEnum<v1::QuotaDimension>(quota.dimension, "QUOTA_DIMENSION_"));
    one.set_value(quota.value);
    one.set_maximum(quota.maximum);
    one.set_when_full(api::TextToEnum<v1::QuotaFullRule>(quota.when_full, "QUOTA_FULL_RULE_"));
    one.set_answered(quota.answered);
  }
  for (const Wave& wave : c.waves) {
    v1::Wave& one = *message.add_waves();
    one.set_number(wave.number);
    *one.mutable_asked_start_time() = api::TimeToProto(wave.asked_time);
    *one.mutable_start_time() = api::TimeToProto(wave.start_time);
    one.set_state(api::TextToEnum<v1::WaveState>(wave.state, "WAVE_STATE_"));
  }
  message.mutable_invitation_zh()->set_subject(c.texts.subject.zh);
  message.mutable_invitation_zh()->set_body(c.texts.body.zh);
  message.mutable_invitation_en()->set_subject(c.texts.subject.en);
  message.mutable_invitation_en()->set_body(c.texts.body.en);
  message.set_working_calendar(absl::StrCat(kCalendars, c.calendar));
  message.set_valid_days(c.valid_days);
  message.set_max_reminders(c.max_reminders);
  message.set_reminder_working_days(c.reminder_working_days);
  message.set_state(api::TextToEnum<v1::CampaignState>(c.state, "CAMPAIGN_STATE_"));
  message.set_close_reason(c.close_reason);
  if (c.launch_time) *message.mutable_launch_time() = api::TimeToProto(*c.launch_time);
  if (c.close_time) *message.mutable_close_time() = api::TimeToProto(*c.close_time);
  message.set_creator(c.creator);
  message.set_etag(api::EtagOf(c.version));
  *message.mutable_create_time() = api::TimeToProto(c.create_time);
  *message.mutable_update_time() = api::TimeToProto(c.update_time);
  return message;
}

v1::Campaign ToProtoFor(const rpc::CallContext& call, const Campaign& campaign) {
  v1::Campaign message = ToProto(campaign);
  if (MasksProgress(campaign) && !auth::Grants(call.principal(), "surveys.identities.read")) {
    for (v1::Quota& quota : *message.mutable_quotas()) quota.clear_answered();
  }
  return message;
}

}  // namespace mainstay::survey
