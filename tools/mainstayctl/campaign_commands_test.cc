// Commands on campaigns and invitations, against the service.
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "common/testing/directory_kit.h"
#include "services/survey/invitations/invitation_fixture.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CampaignCommandsTest : public survey::InvitationTest {
 protected:
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find("campaigns/");
    return record.substr(start, record.find('\n', start) - start);
  }
  const std::string account_ = testing::AddAccount(service_, "北风", "wang.li");
};

TEST_F(CampaignCommandsTest, GoFromADraftToItsEnd) {
  const std::string made =
      Run({"campaigns", "create", "春季", "--purpose", "nps_pulse", "--privacy", "confidential",
           "--asks", Publish(), "--tier", "none", "--role", "user", "--wave", "2026-03-02 09:00",
           "--reminders", "2"});
  EXPECT_THAT(made, AllOf(HasSubstr("春季"), HasSubstr("draft")));
  const std::string name = NameIn(made);
  AddPerson(account_, "li");
  EXPECT_THAT(Run({"campaigns", "preview", name}), HasSubstr("invited_count"));
  EXPECT_THAT(Run({"campaigns", "waves", name}), AllOf(HasSubstr("WAVE"), HasSubstr("planned")));
  EXPECT_THAT(Run({"campaigns", "launch", name}), HasSubstr("running"));
  EXPECT_THAT(Run({"campaigns", "list"}), AllOf(HasSubstr("春季"), HasSubstr("running")));
  EXPECT_THAT(Run({"campaigns", "pause", name, "--reason", "holiday"}), HasSubstr("paused"));
  EXPECT_THAT(Run({"campaigns", "resume", name}), HasSubstr("running"));
  const std::string invited =
      Run({"invitations", "create", name, account_, "--channel", "link", "--language", "en"});
  EXPECT_THAT(invited, HasSubstr("https://kam.example.com/s/"));
  EXPECT_THAT(Run({"invitations", "create", name, account_, "--channel", "phone"}),
              Not(HasSubstr("url")));
  EXPECT_THAT(Run({"invitations", "calls", name}), HasSubstr("北风"));
  const std::string invitation = NameIn(invited);
  EXPECT_THAT(Run({"invitations", "list", name}),
              AllOf(HasSubstr("北风"), HasSubstr(invitation), Not(HasSubstr("/s/"))));
  EXPECT_THAT(Run({"invitations", "revoke", invitation, "--reason", "wrong person"}),
              HasSubstr("revoked"));
  EXPECT_THAT(Run({"invitations", "get", invitation}), HasSubstr("wrong person"));
  EXPECT_THAT(Run({"campaigns", "close", name, "--reason", "enough"}), HasSubstr("closed"));
  EXPECT_THAT(Run({"campaigns", "changes", name}), HasSubstr("holiday"));
}

TEST_F(CampaignCommandsTest, PreviewSaysThatBudgetsAreAsOfNow) {
  AddPerson(account_, "li");
  const std::string name = Launched(Draft()).name();
  EXPECT_THAT(Run({"campaigns", "preview", name}), Not(HasSubstr("as of now")));
  Work();
  EXPECT_THAT(Run({"invitations", "list", name}), HasSubstr("sent"));
  People().over_budget.insert(account_.substr(9));  // by that invitation
  EXPECT_THAT(Run({"campaigns", "preview", name}),
              AllOf(HasSubstr("as of now"), HasSubstr("this campaign's own invitations too")));
  EXPECT_THAT(Run({"--json", "campaigns", "preview", name}), Not(HasSubstr("as of now")));
}

TEST_F(CampaignCommandsTest, RefusalsNameTheOptions) {
  EXPECT_THAT(Run({"campaigns", "create", "春季", "--purpose", "nps_pulse", "--privacy",
                   "confidential", "--asks", "questionnaires/none"}),
              AllOf(HasSubstr("--asks"), Not(HasSubstr("campaign.questionnaire_version"))));
}

}  // namespace
}  // namespace mainstay::ctl
