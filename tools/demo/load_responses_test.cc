// The demo's answers against survey's handlers on a real server.
#include <gmock/gmock.h>
#include <mainstay/survey/v1/analysis_service.pb.h>

#include <map>
#include <set>

#include "common/api/uuid.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/analysis/analysis_service.h"
#include "services/survey/analysis/counting_writes.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/quality/quality_sequel.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "services/survey/responses/response_service.h"
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

void RegisterImports(rpc::Router& router, const survey::Deps& deps) {
  survey::Deps with = deps;
  with.response_sequels = {survey::QualitySequel()};
  survey::RegisterResponseImportService(router, with);
}

class LoadResponsesTest : public survey::SurveyServiceTest {
 protected:
  LoadResponsesTest()
      : SurveyServiceTest({"AnalysisService", "CampaignService", "QuestionnaireService",
                           "ResponseImportService", "ResponseService"},
                          {survey::RegisterAnalysisService, RegisterCampaigns,
                           survey::RegisterQuestionnaireService, RegisterImports,
                           survey::RegisterResponseService}) {
    options_.token = service_.As("ada", "admin").token;
    session_.names.clear();
    for (int i = 0; i < 12; ++i) {
      session_.names.push_back(testing::AddAccount(service_, absl::StrCat("客户 ", i), "ada"));
      for (int c = 0; c < 5; ++c) {
        session_.contacts[i].push_back(
            absl::StrCat(session_.names[i], "/contacts/", api::NewUuid(absl::Now())));
      }
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

  // Of every campaign, by name.
  std::map<std::string_view, int> Responses() {
    std::map<std::string_view, int> counts;
    for (const auto campaign :
         {kSatisfaction2025, kSatisfaction2026, kNpsPulse2026, kKanoStudy2026}) {
      counts[campaign] = static_cast<int>(Figures(campaign).response_count());
      EXPECT_GT(counts[campaign], 20) << campaign;
    }
    return counts;
  }

  v1::GroupFigures Figures(std::string_view campaign) {
    v1::GetSurveyFiguresRequest request;
    request.set_campaign(CampaignCalled(session_, campaign).value());
    const auto figures = Call<v1::SurveyFigures>("AnalysisService/GetSurveyFigures", request);
    EXPECT_TRUE(figures.ok()) << figures.status();
    return figures.ok() ? figures->total() : v1::GroupFigures();
  }

  static double Mean(const v1::GroupFigures& group, std::string_view question) {
    for (const v1::QuestionFigures& figures : group.questions()) {
      if (figures.question() == question) return figures.mean().value();
    }
    ADD_FAILURE() << question;
    return 0;
  }

  std::map<std::string_view, int> responses_;
  LoadOptions options_;
  const Company company_ = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoaderSession session_{company_, service_.channel(), options_};
};

TEST_F(LoadResponsesTest, GivesEveryAnalysisSomethingToSay) {
  ASSERT_TRUE(LoadQuestionnaires(session_, {}).ok());
  ASSERT_TRUE(LoadCampaigns(session_).ok());
  const absl::Status launched = LaunchCampaigns(session_);
  ASSERT_TRUE(launched.ok()) << launched;
  for (int round = 0; round < 2; ++round) {  // a second load changes nothing
    const absl::Status earlier = LoadEarlierResponses(session_);
    ASSERT_TRUE(earlier.ok()) << earlier;
    ASSERT_TRUE(CloseCampaigns(session_).ok());
    const absl::Status loaded = LoadResponses(session_);
    ASSERT_TRUE(loaded.ok()) << loaded;
    CountAll();
    if (round == 0) responses_ = Responses();
    EXPECT_EQ(Responses(), responses_);
  }
  v1::GetDriverAnalysisRequest drivers;
  drivers.set_campaign(CampaignCalled(session_, kSatisfaction2026).value());
  const auto analysis = Call<v1::DriverAnalysis>("AnalysisService/GetDriverAnalysis", drivers);
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  EXPECT_FALSE(analysis->suppressed());
  EXPECT_GT(analysis->complete_count(), 20);
  EXPECT_GT(analysis->r_squared(), 0.3);
  const v1::GroupFigures before = Figures(kSatisfaction2025), after = Figures(kSatisfaction2026);
  EXPECT_GT(after.flagged_count(), 0) << "some ticked one place all the way down";
  EXPECT_GT(Mean(after, "product.delivery"), Mean(before, "product.delivery") + 0.3);
  EXPECT_LT(Mean(after, "product.price"), Mean(before, "product.price") - 0.3);

  v1::GetSurveyTrendRequest trend;
  trend.set_campaign(CampaignCalled(session_, kNpsPulse2026).value());
  trend.set_question("nps");
  const auto points = Call<v1::SurveyTrend>("AnalysisService/GetSurveyTrend", trend);
  ASSERT_TRUE(points.ok()) << points.status();
  ASSERT_EQ(points->points_size(), 4);
  EXPECT_GT(points->points(3).value(), points->points(0).value());
}

TEST_F(LoadResponsesTest, FindsNeedsOfSeveralClasses) {
  ASSERT_TRUE(LoadQuestionnaires(session_, {}).ok());
  ASSERT_TRUE(LoadCampaigns(session_).ok());
  ASSERT_TRUE(LaunchCampaigns(session_).ok());
  ASSERT_TRUE(LoadEarlierResponses(session_).ok());
  CountAll();
  v1::GetKanoAnalysisRequest kano;
  kano.set_campaign(CampaignCalled(session_, kKanoStudy2026).value());
  const auto needs = Call<v1::KanoAnalysis>("AnalysisService/GetKanoAnalysis", kano);
  ASSERT_TRUE(needs.ok()) << needs.status();
  ASSERT_EQ(needs->needs_size(), 6);
  std::set<feedback::v1::KanoClass> classes;
  for (const auto& need : needs->needs()) classes.insert(need.kano_class());
  EXPECT_EQ(classes.size(), 4u) << "must-be, one-dimensional, attractive and indifferent";
}

}  // namespace
}  // namespace mainstay::demo
