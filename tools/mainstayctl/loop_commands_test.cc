// Commands on what follows from answers, against the service.
#include <string>
#include <vector>

#include "common/testing/directory_kit.h"
#include "services/survey/loop/loop_fixture.h"
#include "services/survey/satisfaction/satisfaction_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class LoopCommandsTest : public survey::LoopTest {
 protected:
  LoopCommandsTest()
      : LoopTest({"LoopService", "SatisfactionService"},
                 {survey::RegisterLoopService, survey::RegisterSatisfactionService}) {}
  std::string Ctl(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  const std::string boss_ = "0190a000-0000-7000-8000-0000000000b1";
};

TEST_F(LoopCommandsTest, RulesAreMadeAndFire) {
  const survey::Campaign campaign = Run();
  const std::string name = NameOf(campaign);
  const std::string made =
      Ctl({"loop", "create", name, "Detractor", "--when", "nps <= 6 and account.tier = 'core'",
           "--do", "case", "--set", "case_severity=major"});
  EXPECT_THAT(made, AllOf(HasSubstr("Detractor"), HasSubstr("major"), Not(HasSubstr("exit"))));
  EXPECT_THAT(Ctl({"loop", "firings", name}), HasSubstr("none"));
  Answered(campaign, account_, contact_, survey::LoopTest::Said({{"nps", 3}}), "core");
  Answered(campaign, account_, boss_, survey::LoopTest::Said({{"nps", 3}}), "general");
  EXPECT_THAT(Ctl({"loop", "firings", name, "--filter", "action = case"}),
              AllOf(HasSubstr("requested"), HasSubstr(contact_), Not(HasSubstr(boss_))));
  EXPECT_THAT(Ctl({"loop", "firings", name, "--filter", "action = referral"}), HasSubstr("none"));
  EXPECT_THAT(Ctl({"loop", "rules", name}),
              AllOf(HasSubstr("account.tier = 'core'"), HasSubstr("case")));
  const size_t start = made.find("campaigns/");
  const std::string rule = made.substr(start, made.find('\n', start) - start);
  EXPECT_THAT(Ctl({"loop", "update", rule, "--set", "disabled=yes"}), Not(HasSubstr("exit")));
  EXPECT_THAT(Ctl({"loop", "changes", rule}), HasSubstr("disabled"));
}

TEST_F(LoopCommandsTest, ConditionsThatCannotBeAreRefused) {
  const std::string name = NameOf(Run());
  EXPECT_THAT(Ctl({"loop", "create", name, "X", "--when", "nps <= 6 and account.tier = 'A'", "--do",
                   "case"}),
              AllOf(HasSubstr("--when"), HasSubstr("core"), Not(HasSubstr("loop_rule")),
                    HasSubstr("exit 2")));
  EXPECT_THAT(Ctl({"loop", "create", name, "X", "--when", "nps <= 6", "--do", "shout"}),
              AllOf(HasSubstr("--do"), HasSubstr("exit 2")));
}

TEST_F(LoopCommandsTest, SatisfactionSaysWhoWasHeard) {
  EXPECT_THAT(Ctl({"satisfaction", account_}), HasSubstr("nobody was asked"));
  EXPECT_THAT(Ctl({"satisfaction", account_, "--lang", "zh"}), HasSubstr("无人受邀"));
  const survey::Campaign campaign = Run();
  Invite(campaign, account_, boss_, "decision_maker", 3);
  Invite(campaign, account_, contact_, "user", 3);
  EXPECT_THAT(Ctl({"satisfaction", account_}),
              AllOf(HasSubstr("no answer counts yet"), HasSubstr(boss_)));
  Answered(campaign, account_, contact_, survey::LoopTest::Said({{"nps", 9}, {"overall", 5}}));
  EXPECT_THAT(Ctl({"satisfaction", account_}),
              AllOf(HasSubstr("100 / 100"), HasSubstr("+100"), HasSubstr("1 of 2"),
                    HasSubstr(boss_), Not(HasSubstr("/contacts/")), HasSubstr("a decision-maker")));
  EXPECT_THAT(Ctl({"satisfaction", account_, "--lang", "zh"}),
              AllOf(HasSubstr("沉默的决策人"), HasSubstr("满意度")));
  EXPECT_THAT(Ctl({"--json", "satisfaction", account_}), HasSubstr("\"silentDecisionMakers\""));
}

TEST_F(LoopCommandsTest, SatisfactionSaysWhyThereIsNoScore) {
  const survey::Campaign confidential = Run("satisfaction", "confidential");
  Answered(confidential, account_, boss_, survey::LoopTest::Said({{"nps", 3}, {"overall", 2}}));
  EXPECT_THAT(Ctl({"satisfaction", account_}), HasSubstr("nobody was asked"))
      << "that a paper came would tell whose it is";
  Write([&](pg::Tx& tx) {
    tx.Exec(
        "INSERT INTO campaign_tellings (campaign_id, waiting, settle_time) "
        "VALUES ($1::uuid, 0, now())",
        {confidential.id});
    return absl::OkStatus();
  });
  EXPECT_THAT(Ctl({"satisfaction", account_}),
              AllOf(HasSubstr("none yet: all answers are confidential"),
                    HasSubstr("1 confidential"), Not(HasSubstr("no answer counts yet"))));
  EXPECT_THAT(Ctl({"satisfaction", account_, "--lang", "zh"}), HasSubstr("作答均为保密"));
  Answered(Run("nps_pulse"), account_, contact_, survey::LoopTest::Said({{"nps", 9}}));
  EXPECT_THAT(Ctl({"satisfaction", account_}),
              AllOf(HasSubstr("NPS, weighted"), HasSubstr("+100"),
                    HasSubstr("none: nobody whose answers count was asked")));
}

}  // namespace
}  // namespace mainstay::ctl
