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
constexpr size_t kCustomers = 40;

struct Plan {
  std::string_view display_name, questionnaire;
  int version;
  CampaignPurpose purpose;
  CampaignPrivacy privacy;
  std::vector<absl::CivilDay> waves;  // at 9 in the morning in China
  int reminders;
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
  for (size_t i = 0; i < std::min(kCustomers, session.names.size()); ++i) {
    campaign.mutable_audience()->add_accounts(session.names[i]);
  }
  // What lies behind us was asked whatever has been used of the budget since.
  campaign.mutable_audience()->set_ignore_contact_budget(true);
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
  absl::StatusOr<std::string> name = CampaignCalled(session, plan.display_name);
  if (absl::IsNotFound(name.status())) {
    CreateCampaignRequest create;
    ASSIGN_OR_RETURN(*create.mutable_campaign(), CampaignOf(session, plan));
    create.set_request_id(RequestId("CreateCampaign", create));
    ASSIGN_OR_RETURN(const auto made,
                     session.Call<Campaign>(absl::StrCat(kService, "CreateCampaign"), create));
    name = made.name();
  }
  if (!name.ok()) return name.status();
  GetCampaignRequest get;
  get.set_name(*name);
  ASSIGN_OR_RETURN(const auto campaign,
                   session.Call<Campaign>(absl::StrCat(kService, "GetCampaign"), get));
  if (campaign.state() != CAMPAIGN_STATE_DRAFT) return absl::OkStatus();
  LaunchCampaignRequest launch;
  launch.set_name(*name);
  launch.set_request_id(RequestId("LaunchCampaign", launch));
  return session.Call<Campaign>(absl::StrCat(kService, "LaunchCampaign"), launch).status();
}

}  // namespace

absl::Status LoadCampaigns(LoaderSession& session) {
  for (const Plan& plan : Plans()) RETURN_IF_ERROR(LoadCampaign(session, plan));
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
