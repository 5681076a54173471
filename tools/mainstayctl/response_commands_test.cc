// Commands on responses and their files, against the service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/paper/paper_fixture.h"
#include "services/survey/quality/quality_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void RegisterAll(rpc::Router& router, const survey::Deps& deps) {
  survey::RegisterResponseImportService(router, deps);
  survey::RegisterResponseQualityService(router, deps);
  survey::RegisterCampaignService(router, deps);
}

class ResponseCommandsTest : public survey::PaperTest {
 protected:
  ResponseCommandsTest() : PaperTest(RegisterAll, {"ResponseQualityService", "CampaignService"}) {}
  ~ResponseCommandsTest() override { std::filesystem::remove(path_); }

  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }
  std::string Import(const std::string& campaign, const std::string& file) {
    std::ofstream(path_) << file;
    return Run({"responses", "import", path_, "--campaign", campaign});
  }

  const std::string path_ =
      std::filesystem::path(::testing::TempDir()) / absl::StrCat("responses_", getpid(), ".csv");
};

TEST_F(ResponseCommandsTest, PaperComesInIsListedAndGoesOut) {
  const std::string campaign = AddCampaign();
  EXPECT_THAT(Run({"responses", "list", campaign}), HasSubstr("none"));
  const std::string file = absl::StrCat("external_id,account,overall,nps,comment\nP-1,", account_,
                                        ",5,9,很好\nP-2,", account_, ",2,3,\nP-3,,7,,\n");
  EXPECT_THAT(Import(campaign, file), AllOf(HasSubstr("3 records = 2 responses"),
                                            HasSubstr("1 rejected"), HasSubstr("answers.overall")));
  EXPECT_THAT(Import(campaign, file), HasSubstr("0 responses + 2 there already"));
  EXPECT_THAT(Run({"responses", "imports", campaign}), HasSubstr("responses_"));
  const std::string listed = Run({"responses", "list", campaign, "--filter", "channel = paper"});
  EXPECT_THAT(listed, AllOf(HasSubstr("P-1"), HasSubstr("P-2"), Not(HasSubstr("P-3"))));
  EXPECT_THAT(Run({"responses", "list", campaign, "--filter", "channel = phone"}),
              HasSubstr("none"));
  EXPECT_THAT(Run({"responses", "list", "--account", account_, "--limit", "1"}),
              HasSubstr("there are more"));
  EXPECT_THAT(Run({"responses", "list"}), AllOf(HasSubstr("--account"), HasSubstr("exit 2")));
  const size_t start = listed.find("campaigns/");
  const std::string response = listed.substr(start, listed.find('\n', start) - start);
  EXPECT_THAT(Run({"responses", "get", response}), HasSubstr("overall"));
  EXPECT_THAT(Run({"responses", "export", campaign}),
              AllOf(HasSubstr("P-1"), HasSubstr("很好"), HasSubstr("external_id")));
}

TEST_F(ResponseCommandsTest, PeopleSetAndClearFlags) {
  const std::string campaign = AddCampaign();
  Import(campaign, "external_id,overall\nP-1,4\n");
  const std::string listed = Run({"responses", "list", campaign});
  const size_t start = listed.find("campaigns/");
  const std::string response = listed.substr(start, listed.find('\n', start) - start);
  EXPECT_THAT(Run({"responses", "flag", response, "other", "--reason", "filled in by us"}),
              HasSubstr("other"));
  EXPECT_THAT(Run({"responses", "list", campaign, "--filter", "flags : other"}), HasSubstr("P-1"));
  EXPECT_THAT(Run({"responses", "list", campaign, "--filter", "flags != \"\""}), HasSubstr("P-1"));
  EXPECT_THAT(Run({"responses", "clear-flag", response, "other", "--reason", "it was them"}),
              Not(HasSubstr("exit")));
  EXPECT_THAT(Run({"responses", "flag-changes", response}),
              AllOf(HasSubstr("filled in by us"), HasSubstr("it was them")));
}

TEST_F(ResponseCommandsTest, AnEmptyListSaysWhatPrivacyKeeps) {
  EXPECT_THAT(Run({"responses", "list", AddCampaign("identified")}), Not(HasSubstr("survey is")));
  const std::string campaign = AddCampaign("confidential");
  EXPECT_THAT(Run({"responses", "list", campaign}),
              AllOf(HasSubstr("the survey is confidential"), HasSubstr("only their own accounts")));
  EXPECT_THAT(Run({"responses", "list", AddCampaign("anonymous")}),
              HasSubstr("the survey is anonymous"));
  EXPECT_THAT(Run({"--json", "responses", "list", campaign}), Not(HasSubstr("confidential")));
  EXPECT_THAT(Run({"responses", "list", "--account", account_}),
              AllOf(HasSubstr("none"), HasSubstr("confidential surveys")));
}

}  // namespace
}  // namespace mainstay::ctl
