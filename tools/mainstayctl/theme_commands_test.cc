// The command on what cases say, against the service.
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/themes/theme_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ThemeCommandsTest : public feedback::FeedbackServiceTest {
 protected:
  ThemeCommandsTest()
      : FeedbackServiceTest({"CaseService", "ThemeService"},
                            {feedback::RegisterCaseService, feedback::RegisterThemeService}) {}

  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  const std::string account_ = testing::AddAccount(service_, "北风", "ada");
};

TEST_F(ThemeCommandsTest, SayWhatWasCounted) {
  for (const char* subject : {"交付太慢。", "交付太慢！", "包装破损"}) {
    Run({"cases", "create", account_, subject, "--set", "category=product.defect"});
  }
  Run({"cases", "create", account_, "交付慢，谢谢", "--kind", "praise"});
  // Which of two that say the same is shown goes by the ids.
  EXPECT_THAT(Run({"themes", "-"}), AllOf(HasSubstr("3 complaints"), HasSubstr("交付慢"),
                                          AnyOf(HasSubstr("交付太慢。"), HasSubstr("交付太慢！")),
                                          Not(HasSubstr("谢谢")), Not(HasSubstr("AGAINST"))));
  EXPECT_THAT(Run({"themes", "-", "--lang", "zh"}), HasSubstr("3 件投诉"));
  EXPECT_THAT(Run({"themes", "-", "--kind", "complaint", "--kind", "praise", "--order", "frequency",
                   "--examples", "0"}),
              AllOf(HasSubstr("cases"), Not(HasSubstr("complaints"))));
  EXPECT_THAT(Run({"themes", "-", "--min-cases", "3"}), HasSubstr("no theme stands out"));
  EXPECT_THAT(Run({"themes", "-", "--limit", "2000"}), HasSubstr("--limit"));
}

}  // namespace
}  // namespace mainstay::ctl
