// Campaigns: who is asked what, and when.
#include "tools/demo/campaigns.h"

#include <mainstay/survey/v1/campaign_service.pb.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "tools/demo/questionnaires.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr char kService[] = "survey/CampaignService/";

struct Plan {
  std::string_view display_name, questionnaire;
  int version;
  CampaignPurpose purpose;
  CampaignPrivacy privacy;
  std::vector<absl::CivilDay> waves;  // at 9 in the morning in China
  int reminders;
  InvitationChannel channel = INVITATION_CHANNEL_EMAIL;
};

std::vector<Plan> Plans() {
  using absl::CivilDay;
  return {
      {kSatisfaction2025,
       kSatisfactionSurvey,
       1,
       CAMPAIGN_PURPOSE_SATISFACTION,
       CAMPAIGN_PRIVACY_CONFIDENTIAL,
       {CivilDay(2025, 4, 14), CivilDay(2025, 10, 13)},
       2},
      {kSatisfaction2026,
       kSatisfactionSurvey,
       2,
       CAMPAIGN_PURPOSE_SATISFACTION,
       CAMPAIGN_PRIVACY_CONFIDENTIAL,
       {CivilDay(2026, 4, 13), CivilDay(2026, 10, 12)},
       2},
      {kNpsPulse2026,
       kNpsPulse,
       1,
       CAMPAIGN_PURPOSE_NPS_PULSE,
       CAMPAIGN_PRIVACY_IDENTIFIED,
       {CivilDay(2026, 1, 12), CivilDay(2026, 4, 13), CivilDay(2026, 7, 13),
        CivilDay(2026, 10, 12)},
       0},
      {kKanoStudy2026,
       kKanoStudy,
       1,
       CAMPAIGN_PURPOSE_KANO,
       CAMPAIGN_PRIVACY_ANONYMOUS,
       {CivilDay(2026, 6, 8)},
       1},
      {kInterviews2026,
       kNpsPulse,
       1,
       CAMPAIGN_PURPOSE_NPS_PULSE,
       CAMPAIGN_PRIVACY_IDENTIFIED,
       {kInterviewDay},
       0,
       INVITATION_CHANNEL_PHONE},
      {kCaseFollowUp2026,
       kCaseFollowUp,
       1,
       CAMPAIGN_PURPOSE_CASE_FOLLOW_UP,
       CAMPAIGN_PRIVACY_IDENTIFIED,
       {},
       1},
  };
}

absl::StatusOr<Campaign> CampaignOf(LoaderSession& session, const Plan& plan) {
  Campaign campaign;
  campaign.set_display_name(std::string(plan.display_name));
  campaign.set_purpose(plan.purpose);
  campaign.set_privacy(plan.privacy);
  ASSIGN_OR_RETURN(const std::string questionnaire,
                   QuestionnaireCalled(session, plan.questionnaire));
  campaign.set_questionnaire_version(absl::StrCat(questionnaire, "/versions/", plan.version));
  campaign.set_max_reminders(plan.reminders);
  const bool everybody = plan.purpose == CAMPAIGN_PURPOSE_CASE_FOLLOW_UP;
  for (size_t i = 0; !everybody && i < std::min(kSurveyedCustomers, session.names.size()); ++i) {
    campaign.mutable_audience()->add_accounts(session.names[i]);
  }
  campaign.set_channel(plan.channel);
  if (plan.channel == INVITATION_CHANNEL_PHONE) {
    campaign.mutable_audience()->add_buying_roles(AUDIENCE_ROLE_DECISION_MAKER);
    campaign.set_valid_days(60);
  } else {
    // What lies behind us was asked whatever has been used of the budget since.
    campaign.mutable_audience()->set_ignore_contact_budget(true);
  }
  for (const absl::CivilDay day : plan.waves) {
    const absl::Time time = absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(1);
    campaign.add_waves()->mutable_asked_start_time()->set_seconds(absl::ToUnixSeconds(time));
  }
  if (plan.purpose == CAMPAIGN_PURPOSE_KANO) {
    Quota& quota = *campaign.add_quotas();
    quota.set_dimension(QUOTA_DIMENSION_TIER);
    quota.set_value("core");
    quota.set_maximum(500);
    quota.set_when_full(QUOTA_FULL_RULE_CLOSE_LINKS);
  }
  return campaign;
}

absl::Status LoadCampaign(LoaderSession& session, const Plan& plan) {
  const absl::StatusOr<std::string> name = CampaignCalled(session, plan.display_name);
  if (!absl::IsNotFound(name.status())) return name.status();
  CreateCampaignRequest create;
  ASSIGN_OR_RETURN(*create.mutable_campaign(), CampaignOf(session, plan));
  create.set_request_id(RequestId("CreateCampaign", create));
  return session.Call<Campaign>(absl::StrCat(kService, "CreateCampaign"), create).status();
}

absl::StatusOr<Campaign> GetCalled(LoaderSession& session, std::string_view display_name) {
  GetCampaignRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), CampaignCalled(session, display_name));
  return session.Call<Campaign>(absl::StrCat(kService, "GetCampaign"), get);
}

absl::Status LaunchCampaign(LoaderSession& session, const Plan& plan) {
  ASSIGN_OR_RETURN(const Campaign campaign, GetCalled(session, plan.display_name));
  if (campaign.state() != CAMPAIGN_STATE_DRAFT) return absl::OkStatus();
  LaunchCampaignRequest launch;
  launch.set_name(campaign.name());
  launch.set_request_id(RequestId("LaunchCampaign", launch));
  return session.Call<Campaign>(absl::StrCat(kService, "LaunchCampaign"), launch).status();
}

// Whether everybody was invited whose time has come.
bool IsInvited(const Campaign& campaign) {
  return campaign.state() != CAMPAIGN_STATE_RUNNING ||
         std::all_of(campaign.waves().begin(), campaign.waves().end(), [](const Wave& wave) {
           return wave.state() == WAVE_STATE_INVITED ||
                  absl::FromUnixSeconds(wave.start_time().seconds()) > absl::Now();
         });
}

}  // namespace

absl::Status LoadCampaigns(LoaderSession& session) {
  for (const Plan& plan : Plans()) RETURN_IF_ERROR(LoadCampaign(session, plan));
  return absl::OkStatus();
}

absl::Status LaunchCampaigns(LoaderSession& session) {
  for (const Plan& plan : Plans()) RETURN_IF_ERROR(LaunchCampaign(session, plan));
  return absl::OkStatus();
}

absl::Status CloseCampaigns(LoaderSession& session) {
  for (const std::string_view over : {kSatisfaction2025, kKanoStudy2026}) {
    ASSIGN_OR_RETURN(const Campaign campaign, GetCalled(session, over));
    if (campaign.state() != CAMPAIGN_STATE_RUNNING) continue;
    CloseCampaignRequest close;
    close.set_name(campaign.name());
    close.set_reason("调查期结束");
    close.set_request_id(RequestId("CloseCampaign", close));
    RETURN_IF_ERROR(
        session.Call<Campaign>(absl::StrCat(kService, "CloseCampaign"), close).status());
  }
  return absl::OkStatus();
}

absl::Status WaitForInvitations(LoaderSession& session) {
  constexpr int kAttempts = 600;  // of a fifth of a second: a busy machine takes a while
  for (const Plan& plan : Plans()) {
    for (int attempt = 1;; ++attempt) {
      ASSIGN_OR_RETURN(const Campaign campaign, GetCalled(session, plan.display_name));
      if (IsInvited(campaign)) break;
      if (attempt == kAttempts) {
        return absl::InternalError(absl::StrCat(campaign.display_name(),
                                                " has not invited everybody; is survey able to "
                                                "read contacts from accounts?"));
      }
      absl::SleepFor(absl::Milliseconds(200));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> CampaignCalled(LoaderSession& session, std::string_view display_name) {
  ListCampaignsRequest list;
  list.set_filter(absl::StrCat("display_name = \"", display_name, "\""));
  ASSIGN_OR_RETURN(const auto found, session.Call<ListCampaignsResponse>(
                                         absl::StrCat(kService, "ListCampaigns"), list));
  if (found.campaigns().empty()) return status::NotFound(absl::StrCat("campaign ", display_name));
  return found.campaigns(0).name();
}

}  // namespace mainstay::demo
