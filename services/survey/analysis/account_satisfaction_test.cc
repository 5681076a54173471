#include "services/survey/analysis/account_satisfaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// By hand: 5 · 1.5 = 7.5 of 40 and 1 · 1 of 90.
TEST(AccountSatisfactionTest, WeighsRolesAndInfluence) {
  const AccountSatisfaction satisfaction =
      SatisfactionOf({{"wang", "decision_maker", 5, true, 40}, {"li", "user", 3, true, 90}});
  EXPECT_DOUBLE_EQ(*satisfaction.score, (7.5 * 40 + 90) / 8.5);
  EXPECT_DOUBLE_EQ(*satisfaction.plain_mean, 65);
  EXPECT_EQ(satisfaction.answered, 2);
  EXPECT_EQ(satisfaction.asked, 2);
  EXPECT_DOUBLE_EQ(satisfaction.weight_heard, 1);
  EXPECT_DOUBLE_EQ(satisfaction.effective_sample_size, 8.5 * 8.5 / (7.5 * 7.5 + 1));
  EXPECT_TRUE(satisfaction.representative);
}

TEST(AccountSatisfactionTest, NamesDecisionMakersWhoSayNothing) {
  const AccountSatisfaction satisfaction =
      SatisfactionOf({{"wang", "decision_maker", 4, true, std::nullopt},
                      {"zhao", "decision_maker", 4, false, std::nullopt},
                      {"li", "user", 0, true, 95},
                      {"sun", "user", 0, true, std::nullopt}});
  EXPECT_DOUBLE_EQ(*satisfaction.score, 95);
  EXPECT_THAT(satisfaction.silent_decision_makers, ElementsAre("wang"));
  EXPECT_THAT(satisfaction.unasked_decision_makers, ElementsAre("zhao"));
  EXPECT_EQ(satisfaction.answered, 1);
  EXPECT_EQ(satisfaction.asked, 3);
  EXPECT_DOUBLE_EQ(satisfaction.weight_heard, 1 / (5 * 1.25 + 1 + 1));
  EXPECT_FALSE(satisfaction.representative);
}

TEST(AccountSatisfactionTest, OfNobodyHasNoScore) {
  const AccountSatisfaction satisfaction =
      SatisfactionOf({{"wang", "decision_maker", 4, true, std::nullopt}});
  EXPECT_FALSE(satisfaction.score);
  EXPECT_EQ(satisfaction.asked, 1);
  EXPECT_THAT(satisfaction.silent_decision_makers, ElementsAre("wang"));
  EXPECT_FALSE(SatisfactionOf({}).score);
  EXPECT_THAT(SatisfactionOf({}).silent_decision_makers, IsEmpty());
}

TEST(AccountSatisfactionTest, WithoutADecisionMakerStandsForNobody) {
  EXPECT_FALSE(SatisfactionOf({{"li", "user", 3, true, 90}}).representative);
}

TEST(AccountSatisfactionTest, WeightsCanBeChosen) {
  VoiceWeights even;
  for (auto& [role, weight] : even.roles) weight = 1;
  even.influence.fill(1);
  const AccountSatisfaction satisfaction = SatisfactionOf(
      {{"wang", "decision_maker", 5, true, 40}, {"li", "stranger", 1, true, 90}}, even);
  EXPECT_DOUBLE_EQ(*satisfaction.score, 65);
  EXPECT_DOUBLE_EQ(satisfaction.effective_sample_size, 2);
  EXPECT_TRUE(Validate(even).ok());
  even.roles["user"] = 0;
  even.influence[3] = 101;
  EXPECT_EQ(Validate(even).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::survey
