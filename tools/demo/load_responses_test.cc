// The demo's answers against survey's handlers on a real server.
#include <gmock/gmock.h>
#include <mainstay/survey/v1/analysis_service.pb.h>

#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/analysis/analysis_service.h"
#include "services/survey/analysis/plan_store.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "tools/demo/campaigns.h"
#include "tools/demo/loads.h"
#include "tools/demo/questionnaires.h"

namespace mainstay::demo {
namespace {

namespace v1 = survey::v1;

// With mails that nobody sends.
void RegisterCampaigns(rpc::Router& router, const survey::Deps& deps) {
  survey::Deps with = deps;
  with.delivery.mail_folder = "/nowhere";
  with.delivery.link_key = "0123456789abcdef0123456789abcdef";
  survey::RegisterCampaignService(router, with);
}

class LoadResponsesTest : public survey::SurveyServiceTest {
 protected:
  LoadResponsesTest()
      : SurveyServiceTest(
            {"AnalysisService", "CampaignService", "QuestionnaireService", "ResponseImportService"},
            {survey::RegisterAnalysisService, RegisterCampaigns,
             survey::RegisterQuestionnaireService, survey::RegisterResponseImportService}) {
    options_.token = service_.As("ada", "admin").token;
    session_.names.clear();
    for (int i = 0; i < 12; ++i) {
      session_.names.push_back(testing::AddAccount(service_, absl::StrCat("客户 ", i), "ada"));
    }
  }

  void CountAll() {
    for (bool more = true; more;) {
      const auto counted = service_.db().Write({}, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
        return survey::CountNewResponses(tx, absl::Now());
      });
      ASSERT_TRUE(counted.ok()) << counted.status();
      more = *counted;
    }
  }

  LoadOptions options_;
  const Company company_ = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoaderSession session_{company_, service_.channel(), options_};
};

TEST_F(LoadResponsesTest, GivesEveryAnalysisSomethingToSay) {
  ASSERT_TRUE(LoadQuestionnaires(session_, {}).ok());
  const absl::Status campaigns = LoadCampaigns(session_);
  ASSERT_TRUE(campaigns.ok()) << campaigns;
  int64_t responses = 0;
  for (int round = 0; round < 2; ++round) {  // a second load changes nothing
    const absl::Status loaded = LoadResponses(session_);
    ASSERT_TRUE(loaded.ok()) << loaded;
    CountAll();
    v1::GetDriverAnalysisRequest drivers;
    drivers.set_campaign(CampaignCalled(session_, kSatisfaction2026).value());
    const auto analysis = Call<v1::DriverAnalysis>("AnalysisService/GetDriverAnalysis", drivers);
    ASSERT_TRUE(analysis.ok()) << analysis.status();
    EXPECT_FALSE(analysis->suppressed());
    EXPECT_GT(analysis->complete_count(), 20);
    EXPECT_GT(analysis->r_squared(), 0.1);
    if (round == 1) {
      EXPECT_EQ(analysis->response_count(), responses);
    }
    responses = analysis->response_count();
  }
  v1::GetSurveyTrendRequest trend;
  trend.set_campaign(CampaignCalled(session_, kNpsPulse2026).value());
  trend.set_question("nps");
  const auto points = Call<v1::SurveyTrend>("AnalysisService/GetSurveyTrend", trend);
  ASSERT_TRUE(points.ok()) << points.status();
  EXPECT_EQ(points->points_size(), 4);
  v1::GetKanoAnalysisRequest kano;
  kano.set_campaign(CampaignCalled(session_, kKanoStudy2026).value());
  const auto needs = Call<v1::KanoAnalysis>("AnalysisService/GetKanoAnalysis", kano);
  ASSERT_TRUE(needs.ok()) << needs.status();
  EXPECT_GT(needs->needs_size(), 1);
  EXPECT_GT(needs->needs(0).answered(), 10);
}

}  // namespace
}  // namespace mainstay::demo
