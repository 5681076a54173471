// Rules: who may make which, their history, and what makes them unable to fire.
#include "services/survey/loop/loop_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LoopRuleServiceTest : public LoopTest {
 protected:
  absl::StatusOr<v1::LoopRule> Update(const v1::LoopRule& rule,
                                      const std::vector<std::string>& paths) {
    v1::UpdateLoopRuleRequest request;
    *request.mutable_loop_rule() = rule;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::LoopRule>("LoopService/UpdateLoopRule", request);
  }
  absl::StatusOr<v1::LoopRule> Get(const std::string& name) {
    v1::GetLoopRuleRequest request;
    request.set_name(name);
    return Call<v1::LoopRule>("LoopService/GetLoopRule", request);
  }
};

TEST_F(LoopRuleServiceTest, IsMadeChangedAndTold) {
  const Campaign campaign = Run();
  v1::LoopRule rule = Made(campaign, Rule(v1::LOOP_ACTION_CASE));
  EXPECT_THAT(rule.name(), HasSubstr(NameOf(campaign) + "/loopRules/"));
  EXPECT_EQ(rule.case_kind(), feedback::v1::CASE_KIND_COMPLAINT);
  EXPECT_EQ(rule.case_severity(), feedback::v1::CASE_SEVERITY_MODERATE);
  rule.set_disabled(true);
  rule.set_case_severity(feedback::v1::CASE_SEVERITY_MAJOR);
  ASSERT_TRUE(Update(rule, {"disabled", "case_severity"}).ok());
  EXPECT_EQ(Update(rule, {"disabled"}).status().code(), absl::StatusCode::kAborted) << "the etag";
  EXPECT_TRUE(Get(rule.name())->disabled());
  EXPECT_THAT(EventsOf(rule.name()), ElementsAre("LoopRuleChanged", "LoopRuleChanged"));
  v1::ListLoopRuleChangesRequest request;
  request.set_parent(rule.name());
  const auto changes =
      Call<v1::ListLoopRuleChangesResponse>("LoopService/ListLoopRuleChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes_size(), 3);
  EXPECT_EQ(changes->changes(0).field(), "case_severity");
  EXPECT_EQ(changes->changes(2).action(), "create");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(LoopRuleServiceTest, ListsThoseOfACampaign) {
  const Campaign campaign = Run(), other = Run();
  const std::string first = Made(campaign, Rule(v1::LOOP_ACTION_CASE)).name();
  service_.clock().Advance(absl::Seconds(1));
  const std::string second = Made(campaign, Rule(v1::LOOP_ACTION_NOTICE)).name();
  Made(other, Rule(v1::LOOP_ACTION_TASK));
  v1::ListLoopRulesRequest request;
  request.set_parent(NameOf(campaign));
  request.set_page_size(1);
  auto page = Call<v1::ListLoopRulesResponse>("LoopService/ListLoopRules", request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->loop_rules_size(), 1);
  EXPECT_EQ(page->loop_rules(0).name(), first);
  request.set_page_token(page->next_page_token());
  page = Call<v1::ListLoopRulesResponse>("LoopService/ListLoopRules", request);
  ASSERT_EQ(page->loop_rules_size(), 1);
  EXPECT_EQ(page->loop_rules(0).name(), second);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(LoopRuleServiceTest, OfAnonymousAndClosedCampaignsThereAreNone) {
  const auto anonymous = Make(Run("satisfaction", "anonymous"), Rule(v1::LOOP_ACTION_CASE));
  EXPECT_EQ(ReasonOf(anonymous.status()), "CAMPAIGN_ANONYMOUS");
  EXPECT_THAT(std::string(anonymous.status().message()), HasSubstr("figures"));
  Campaign campaign = Run();
  campaign.state = "closed";
  campaign.close_time = service_.clock().Now();
  Write([&](pg::Tx& tx) {
    UpdateCampaign(tx, campaign);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(Make(campaign, Rule(v1::LOOP_ACTION_CASE)).status()), "CAMPAIGN_CLOSED");
  campaign.id = "0190a000-0000-7000-8000-000000000009";
  EXPECT_EQ(Make(campaign, Rule(v1::LOOP_ACTION_CASE)).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(LoopRuleServiceTest, TheConditionFitsWhatIsAsked) {
  const Campaign campaign = Run();
  const auto refused = Make(campaign, Rule(v1::LOOP_ACTION_CASE, "satisfied <= 6"));
  ASSERT_EQ(status::GetFieldViolations(refused.status()).size(), 1u);
  EXPECT_EQ(status::GetFieldViolations(refused.status())[0].field, "loop_rule.condition");
  EXPECT_EQ(
      Make(campaign, Rule(v1::LOOP_ACTION_CASE), "wang.li", "account_manager").status().code(),
      absl::StatusCode::kPermissionDenied);
}

TEST_F(LoopRuleServiceTest, OfAConfidentialCampaignOnlyAnswersTierAndRegionAreAsked) {
  Campaign campaign = Run("satisfaction", "confidential");
  for (const char* fact :
       {"contact.role = 'decision_maker'", "answered(contact.influence)",
        "survey.channel = 'phone'", "survey.language = 'en'", "survey.wave = 1"}) {
    const auto refused =
        Make(campaign, Rule(v1::LOOP_ACTION_CASE, absl::StrCat("nps <= 6 and ", fact)));
    const auto violations = status::GetFieldViolations(refused.status());
    ASSERT_EQ(violations.size(), 1u) << fact << refused.status();
    EXPECT_EQ(violations[0].field, "loop_rule.condition");
    EXPECT_THAT(violations[0].description, HasSubstr("the campaign is confidential"));
  }
  Made(campaign, Rule(v1::LOOP_ACTION_CASE,
                      "nps <= 6 and account.tier = 'core' and account.region = '华东'"));
  // A rule of before it was confidential.
  campaign = Run();
  const v1::LoopRule rule =
      Made(campaign, Rule(v1::LOOP_ACTION_CASE, "nps <= 6 or contact.role = 'user'"));
  campaign.privacy = "confidential";
  Write([&](pg::Tx& tx) {
    UpdateCampaign(tx, campaign);
    return absl::OkStatus();
  });
  EXPECT_THAT(Get(rule.name())->problem(), HasSubstr("contact.role must not be asked"));
  for (int i = 1; i <= 6; ++i) {
    Answered(campaign, account_, absl::StrCat("0190a000-0000-7000-8000-0000000000c", i),
             Said({{"nps", 1}}));
  }
  EXPECT_TRUE(Firings(campaign).empty());
}

TEST_F(LoopRuleServiceTest, SaysWhyItCannotFireAnyMore) {
  Campaign campaign = Run();
  const v1::LoopRule rule = Made(campaign, Rule(v1::LOOP_ACTION_CASE, "overall < 3"));
  EXPECT_EQ(Get(rule.name())->problem(), "");
  Publish(2, absl::StrReplaceAll(kContent, {{"overall", "general"}}));
  campaign.questionnaire_version = 2;
  Write([&](pg::Tx& tx) {
    UpdateCampaign(tx, campaign);
    return absl::OkStatus();
  });
  EXPECT_THAT(Get(rule.name())->problem(), HasSubstr("overall"));
  v1::LoopRule changed = rule;
  changed.set_case_severity(feedback::v1::CASE_SEVERITY_MAJOR);
  EXPECT_EQ(Update(changed, {"case_severity"}).status().code(), absl::StatusCode::kInvalidArgument);
  changed = rule;
  changed.set_disabled(true);
  EXPECT_TRUE(Update(changed, {"disabled"}).ok()) << "it can be ended";
  Answered(campaign, account_, contact_, Said({{"general", 1}}));
  EXPECT_TRUE(Firings(campaign).empty());
}

}  // namespace
}  // namespace mainstay::survey
