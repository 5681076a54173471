// The demo's questionnaires against survey's handlers on a real server.
#include <gmock/gmock.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "tools/demo/loads.h"
#include "tools/demo/questionnaires.h"

namespace mainstay::demo {
namespace {

namespace v1 = survey::v1;

class LoadQuestionnairesTest : public survey::SurveyServiceTest {
 protected:
  LoadQuestionnairesTest()
      : SurveyServiceTest({"QuestionnaireService"}, {survey::RegisterQuestionnaireService}) {
    options_.token = service_.As("ada", "admin").token;
  }

  v1::Questionnaire Get(std::string_view display_name) {
    v1::GetQuestionnaireRequest request;
    request.set_name(QuestionnaireCalled(session_, display_name).value());
    return Call<v1::Questionnaire>("QuestionnaireService/GetQuestionnaire", request).value();
  }

  LoadOptions options_;
  const Company company_ = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoaderSession session_{company_, service_.channel(), options_};
};

TEST_F(LoadQuestionnairesTest, LoadsThemOnce) {
  const std::string requirement = "requirements/01234567-89ab-7cde-8f01-23456789abcd";
  for (int round = 0; round < 2; ++round) {
    const absl::Status loaded =
        LoadQuestionnaires(session_, {{"开通线上订单进度查询（标准件）", requirement}});
    ASSERT_TRUE(loaded.ok()) << loaded;
    const v1::Questionnaire survey = Get(kSatisfactionSurvey);
    EXPECT_EQ(survey.published_version(), 2);
    EXPECT_FALSE(survey.draft_changed());
    EXPECT_EQ(Get(kNpsPulse).published_version(), 1);
    EXPECT_EQ(Get(kCaseFollowUp).published_version(), 1);
    EXPECT_EQ(Get(kChurnDraft).state(), v1::QUESTIONNAIRE_STATE_DRAFT);
    const v1::Questionnaire study = Get(kKanoStudy);
    EXPECT_EQ(study.published_version(), 1);
    EXPECT_EQ(study.content().sections(0).questions(0).subject(), requirement);
    EXPECT_EQ(study.content().sections(0).questions(1).subject(), "");
    EXPECT_EQ(Call<v1::ListQuestionnairesResponse>("QuestionnaireService/ListQuestionnaires",
                                                   v1::ListQuestionnairesRequest())
                  ->questionnaires_size(),
              5);
  }
}

}  // namespace
}  // namespace mainstay::demo
