#include "services/survey/campaigns/audience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

std::vector<AudienceAccount> Accounts() {
  return {{.id = "a", .display_name = "北风", .tier = "core", .region = "华东"},
          {.id = "b", .display_name = "南风", .tier = "", .region = ""}};
}

std::vector<Person> People() {
  return {{.account_id = "a", .contact_id = "1", .email = "li@a", .role = "decision_maker"},
          {.account_id = "a", .contact_id = "2", .phone = "123", .role = "user"},
          {.account_id = "b", .contact_id = "3", .email = "wu@b"},
          {.account_id = "c", .contact_id = "4", .email = "of@nobody"}};
}

std::vector<std::string> Chosen(const Campaign& campaign, const AudienceFacts& facts = {}) {
  std::vector<std::string> texts;
  for (const Choice& choice : Choose(campaign, Accounts(), People(), facts)) {
    texts.push_back(absl::StrCat(choice.person.contact_id, " ", choice.state,
                                 choice.reason.empty() ? "" : " ", choice.reason));
  }
  return texts;
}

TEST(AudienceTest, EverybodyWithAnAddressWithoutConditions) {
  Campaign campaign;
  EXPECT_THAT(Chosen(campaign), ElementsAre("1 planned", "2 undeliverable", "3 planned"));
  campaign.channel = "phone";
  EXPECT_THAT(Chosen(campaign), ElementsAre("1 undeliverable", "2 planned", "3 undeliverable"));
  campaign.channel = "webhook";
  EXPECT_THAT(Chosen(campaign), ElementsAre("1 planned", "2 planned", "3 planned"));
}

TEST(AudienceTest, EveryConditionMustHold) {
  Campaign campaign;
  campaign.audience.buying_roles = {"decision_maker", "none"};
  EXPECT_THAT(Chosen(campaign), ElementsAre("1 planned", "3 planned"));
  campaign.audience.contacts = {"accounts/merged-away/contacts/1", "accounts/a/contacts/2"};
  EXPECT_THAT(Chosen(campaign), ElementsAre("1 planned"));
}

TEST(AudienceTest, WhoIsNotToBeAskedIsSkippedWithTheReason) {
  Campaign campaign;
  campaign.quotas = {{.dimension = "role",
                      .value = "user",
                      .maximum = 1,
                      .when_full = "close_links",
                      .answered = 1}};
  const AudienceFacts facts{.over_budget = {"b"}, .asked_lately = {"1"}};
  EXPECT_THAT(Chosen(campaign, facts),
              ElementsAre("1 skipped asked_lately", "2 skipped quota_full", "3 skipped budget"));
  campaign.audience.keep_contact_budget = false;
  EXPECT_THAT(Chosen(campaign, facts).back(), "3 planned");
}

TEST(AudienceTest, AnAnonymousCampaignKnowsNoRoles) {
  Campaign campaign;
  campaign.privacy = "anonymous";
  const auto choices = Choose(campaign, Accounts(), People(), {});
  EXPECT_EQ(choices[0].facts.tier, "core");
  EXPECT_EQ(choices[0].facts.role, "");
}

}  // namespace
}  // namespace mainstay::survey
