// Commands on what surveys say, against the service.
#include <string>
#include <vector>

#include "services/survey/analysis/analysis_fixture.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SurveyAnalysisCommandsTest : public survey::AnalysisTest {
 protected:
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }
  std::string Surveyed(const std::string& privacy, int responses) {
    const std::string campaign = AddCampaign(privacy);
    Respond(campaign, RandomResponses(responses));
    CountAll();
    return campaign;
  }
};

TEST_F(SurveyAnalysisCommandsTest, TellWhatResponsesSay) {
  const std::string campaign = Surveyed("identified", 200);
  EXPECT_THAT(Run({"surveys", "figures", campaign, "--by", "tier", "--without-flagged"}),
              AllOf(HasSubstr("NPS"), HasSubstr("service.speed"), HasSubstr("core")));
  Respond(campaign, {{{.wave = 0, .channel = "paper", .language = "zh"}, {}}});
  CountAll();
  EXPECT_THAT(Run({"surveys", "figures", campaign}), HasSubstr("1 on paper of nobody invited"));
  EXPECT_THAT(Run({"surveys", "figures", campaign, "--by", "wave"}), HasSubstr("no wave"));
  EXPECT_THAT(Run({"surveys", "trend", campaign, "csat", "--lang", "zh"}),
              AllOf(HasSubstr("波次"), HasSubstr("无显著变化")));
  EXPECT_THAT(Run({"surveys", "cross", campaign, "reason", "account.tier"}),
              AllOf(HasSubstr("quality"), HasSubstr("Cramér's V")));
  EXPECT_EQ(Run({"surveys", "cross", campaign, "reason", "tier"}),
            Run({"surveys", "cross", campaign, "reason", "account.tier"}));
  EXPECT_THAT(Run({"surveys", "cross", campaign, "wave", "survey.language"}),
              HasSubstr("survey.wave \\ survey.language"));
  EXPECT_THAT(Run({"surveys", "cross", campaign, "reason", "tiers"}), HasSubstr("must be a scale"));
  EXPECT_THAT(Run({"surveys", "drivers", campaign, "--importance", "pearson"}),
              AllOf(HasSubstr("concentrate here"), HasSubstr("performance"),
                    HasSubstr("service.care"), HasSubstr("R² = 0.")));
  EXPECT_THAT(Run({"surveys", "drivers", campaign, "--wave", "2", "--lang", "zh"}),
              AllOf(HasSubstr("重点改进"), HasSubstr("完整答卷")));
  EXPECT_THAT(Run({"surveys", "kano", campaign, "--lang", "zh"}),
              AllOf(HasSubstr("app"), HasSubstr("增加后满意系数"), HasSubstr("M 基本型")));
  const std::string by_tier = Run({"surveys", "figures", campaign, "--by", "tier"});
  EXPECT_EQ(Run({"surveys", "figures", campaign, "--by", "account.tier"}), by_tier);
  EXPECT_THAT(Run({"--json", "surveys", "kano", campaign}), HasSubstr("\"needs\""));
}

TEST_F(SurveyAnalysisCommandsTest, TellNoPValueOfTooFewAndNoneThatIsZero) {
  const auto given = [](int count, const char* reason, const char* tier) {
    survey::Given one{{.wave = 1, .tier = tier, .channel = "email", .language = "zh"}, {}};
    one.answers["reason"].choices = {reason};
    return std::vector<survey::Given>(static_cast<size_t>(count), one);
  };
  const std::string campaign = AddCampaign("identified");
  const auto cross = [&] {
    CountAll();
    return Run({"surveys", "cross", campaign, "reason", "account.tier"});
  };
  Respond(campaign, given(30, "quality", "core"));
  Respond(campaign, given(1, "price", "general"));
  EXPECT_THAT(cross(), AllOf(HasSubstr("too few in some groups"), Not(HasSubstr("p ="))));
  Respond(campaign, given(39, "price", "general"));
  Respond(campaign,
          given(1, "price", ""));  // who is of no known tier is in no group that is tested
  EXPECT_THAT(cross(), AllOf(HasSubstr("χ² = 70.00 (df 1), p <0.001"),
                             HasSubstr("without those not known"), HasSubstr("(not known)")));
}

TEST_F(SurveyAnalysisCommandsTest, SayWhyThereIsNothing) {
  const std::string campaign = AddCampaign("identified");
  EXPECT_THAT(Run({"surveys", "figures", campaign}), HasSubstr("nobody has answered"));
  EXPECT_THAT(Run({"surveys", "figures", campaign, "--lang", "zh"}), HasSubstr("尚无"));
  EXPECT_THAT(Run({"surveys", "cross", campaign, "reason", "account.tier"}),
              HasSubstr("nobody has answered both"));
}

TEST_F(SurveyAnalysisCommandsTest, TellWhatRespondentsWrote) {
  const std::string campaign = AddCampaign("identified");
  const auto said = [](int count, int nps, const char* text) {
    survey::Given given{{.wave = 1, .channel = "email", .language = "zh"}, {}};
    given.answers["nps"].number = nps;
    given.answers["remark"].text = text;
    return std::vector<survey::Given>(static_cast<size_t>(count), given);
  };
  Respond(campaign, said(18, 3, "交付太慢。"));
  Respond(campaign, said(25, 2, "价格合适。"));
  Respond(campaign, said(4, 10, "交付太慢。"));
  Respond(campaign, said(40, 10, "价格合适。"));
  CountAll();
  EXPECT_THAT(Run({"surveys", "themes", campaign}),
              AllOf(HasSubstr("remark: 87 texts of 87 responses"), HasSubstr("交付慢"),
                    HasSubstr("22 (25.3 %)"), HasSubstr("交付太慢。"), Not(HasSubstr("AGAINST"))));
  EXPECT_THAT(Run({"surveys", "themes", campaign, "remark", "--contrast", "low", "--lang", "zh"}),
              AllOf(HasSubstr("87 份答卷中的 43 条文本，另一方（按 nps）44"), HasSubstr("对比"),
                    HasSubstr("×4.2"), Not(HasSubstr("价格合适"))));
  EXPECT_THAT(Run({"surveys", "themes", campaign, "remark", "--min-texts", "80"}),
              HasSubstr("no theme stands out"));
  EXPECT_THAT(Run({"--json", "surveys", "themes", campaign}), HasSubstr("\"themes\""));
  EXPECT_THAT(Run({"surveys", "themes", campaign, "nps"}),
              AllOf(HasSubstr("question"), HasSubstr("remark")));
  EXPECT_THAT(Run({"surveys", "themes", campaign, "--score", "ces", "--contrast", "low"}),
              AllOf(HasSubstr("--score"), HasSubstr("nps, csat")));
}

TEST_F(SurveyAnalysisCommandsTest, SayWhatIsNotTold) {
  const std::string campaign = Surveyed("anonymous", 4);
  EXPECT_THAT(Run({"surveys", "figures", campaign}),
              AllOf(HasSubstr("too few to tell"), Not(HasSubstr("NPS"))));
  EXPECT_THAT(Run({"surveys", "drivers", campaign}), HasSubstr("too few to tell"));
  EXPECT_THAT(Run({"surveys", "themes", campaign}), HasSubstr("too few to tell"));
  EXPECT_THAT(Run({"surveys", "figures", campaign, "--by", "tier", "--region", "x"}),
              HasSubstr("must not be more than one condition"));
  EXPECT_THAT(Run({"surveys", "trend", campaign, "remark"}), HasSubstr("must be a scale"));
}

}  // namespace
}  // namespace mainstay::ctl
