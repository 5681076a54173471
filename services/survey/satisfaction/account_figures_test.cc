#include "services/survey/satisfaction/account_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

QuestionnaireContent Asked(const std::string& outcome = "") {
  QuestionnaireContent content;
  content.sections.push_back(
      {.key = "s",
       .questions = {
           {.key = "speed", .kind = QuestionKind::kCsat, .scale_min = 1, .scale_max = 5},
           {.key = "price", .kind = QuestionKind::kCsat, .scale_min = 1, .scale_max = 7},
           {.key = "overall", .kind = QuestionKind::kRating, .scale_min = 0, .scale_max = 4},
           {.key = "nps", .kind = QuestionKind::kNps, .scale_min = 0, .scale_max = 10}}});
  content.drivers.outcome = outcome;
  return content;
}

Answers Said(std::map<std::string, double> numbers) {
  Answers answers;
  for (const auto& [key, number] : numbers) answers[key].number = number;
  return answers;
}

Heard Of(const std::string& contact, std::optional<double> score,
         std::optional<double> promotes = std::nullopt, bool confidential = false) {
  return {.contact_id = contact,
          .confidential_campaign = confidential ? "c" : "",
          .opinion = {score, promotes}};
}

TEST(OpinionTest, LiesBetweenTheEndsOfItsScale) {
  EXPECT_THAT(OpinionOf(Asked(), Said({{"speed", 5}, {"price", 4}})).score, Optional(75.0));
  EXPECT_THAT(OpinionOf(Asked(), Said({{"price", 1}})).score, Optional(0.0));
  EXPECT_EQ(OpinionOf(Asked(), Said({{"overall", 4}})).score, std::nullopt);
  EXPECT_THAT(OpinionOf(Asked("overall"), Said({{"overall", 3}, {"speed", 1}})).score,
              Optional(75.0));
  EXPECT_EQ(OpinionOf(Asked("overall"), Said({{"speed", 1}})).score, std::nullopt);
  EXPECT_THAT(OpinionOf(Asked("nps"), Said({{"speed", 3}, {"nps", 10}})).score, Optional(50.0));
  EXPECT_TRUE(OpinionOf(Asked(), {}).empty());
}

TEST(OpinionTest, PromotersAndDetractors) {
  EXPECT_THAT(OpinionOf(Asked(), Said({{"nps", 9}})).promotes, Optional(100.0));
  EXPECT_THAT(OpinionOf(Asked(), Said({{"nps", 8}})).promotes, Optional(50.0));
  EXPECT_THAT(OpinionOf(Asked(), Said({{"nps", 7}})).promotes, Optional(50.0));
  EXPECT_THAT(OpinionOf(Asked(), Said({{"nps", 6}})).promotes, Optional(0.0));
  EXPECT_EQ(OpinionOf(Asked(), Said({{"speed", 6}})).promotes, std::nullopt);
}

TEST(AccountFiguresTest, WhoDecidesOutweighsWhoUses) {
  const AccountFigures figures =
      FiguresOf({Of("a", 20, 0), Of("b", 80, 100)},
                {{"a", "decision_maker", 3, true}, {"b", "user", 3, true}, {"c", "user", 3, true}});
  EXPECT_THAT(figures.score, Optional(DoubleNear((5 * 20 + 80) / 6.0, 1e-9)));
  EXPECT_THAT(figures.plain_mean, Optional(50.0));
  EXPECT_THAT(figures.nps, Optional(DoubleNear(2 * (100 / 6.0) - 100, 1e-9)));
  EXPECT_EQ(figures.respondents, 2);
  EXPECT_EQ(figures.invited, 3);
  EXPECT_TRUE(figures.representative);
  EXPECT_THAT(figures.silent_decision_makers, IsEmpty());
}

TEST(AccountFiguresTest, ASilentDecisionMakerIsNamed) {
  const AccountFigures figures =
      FiguresOf({Of("user", 90)}, {{"user", "user", 1, true},
                                   {"boss", "decision_maker", 5, true},
                                   {"other", "decision_maker", 5, false}});
  EXPECT_THAT(figures.silent_decision_makers, ElementsAre("boss")) << "the other was not reached";
  EXPECT_FALSE(figures.representative);
  EXPECT_EQ(figures.invited, 2);
  // Who answered anything is not silent.
  EXPECT_THAT(FiguresOf({Of("boss", std::nullopt, 50)}, {{"boss", "decision_maker", 5, true}})
                  .silent_decision_makers,
              IsEmpty());
}

TEST(AccountFiguresTest, TheNewestCounts) {
  const AccountFigures figures = FiguresOf(
      {Of("a", 90), Of("a", 10, 0)}, {{"a", "decision_maker", 5, false}, {"a", "user", 1, true}});
  EXPECT_THAT(figures.score, Optional(90.0));
  EXPECT_THAT(figures.nps, Optional(-100.0)) << "the newest was not asked that";
  EXPECT_EQ(figures.respondents, 1);
  EXPECT_TRUE(figures.representative) << "a decision-maker by now";
}

TEST(AccountFiguresTest, AFewConfidentialAnswersAreLeftOut) {
  std::vector<Heard> heard = {Of("open", 50)};
  std::vector<Invited> invited = {{"open", "user", 3, true}};
  for (const char* contact : {"a", "b", "c", "d"}) {
    heard.push_back(Of(contact, 100, 100, true));
    invited.push_back({contact, "decision_maker", 3, true});
  }
  const AccountFigures few = FiguresOf(heard, invited);
  EXPECT_THAT(few.score, Optional(50.0));
  EXPECT_EQ(few.nps, std::nullopt);
  EXPECT_EQ(few.respondents, 1);
  EXPECT_EQ(few.withheld, 4);
  EXPECT_EQ(few.invited, 5);
  EXPECT_THAT(few.silent_decision_makers, IsEmpty());
  heard.push_back(Of("e", 100, 100, true));
  const AccountFigures enough = FiguresOf(heard, invited);
  EXPECT_EQ(enough.respondents, 6);
  EXPECT_EQ(enough.withheld, 0);
  EXPECT_THAT(enough.nps, Optional(100.0));
}

TEST(AccountFiguresTest, OneConfidentialAnswerAmongManyIsNotTold) {
  std::vector<Heard> heard;
  for (const char* contact : {"a", "b", "c", "d", "e"}) {
    heard.push_back(Of(contact, 40, std::nullopt, true));
  }
  heard[2].opinion.promotes = 0;  // the only one who answered that
  EXPECT_THAT(FiguresOf(heard, {}).score, Optional(40.0));
  EXPECT_EQ(FiguresOf(heard, {}).nps, std::nullopt);
  // Four of the five spoke openly since: without theirs the score would tell the fifth's.
  std::vector<Heard> newer;
  for (const char* contact : {"a", "b", "d", "e"}) newer.push_back(Of(contact, 90));
  newer.insert(newer.end(), heard.begin(), heard.end());
  EXPECT_THAT(FiguresOf(newer, {}).score, Optional(40.0));
  // Five of two campaigns are not five of one.
  heard[0].confidential_campaign = "another";
  EXPECT_EQ(FiguresOf(heard, {}).score, std::nullopt);
  EXPECT_EQ(FiguresOf(heard, {}).withheld, 5);
}

TEST(AccountFiguresTest, AnInvitationThatKnowsNoRoleTakesNoneAway) {
  const AccountFigures figures =
      FiguresOf({}, {{"boss", "", 0, true}, {"boss", "decision_maker", 5, true}});
  EXPECT_THAT(figures.silent_decision_makers, ElementsAre("boss"));
}

TEST(AccountFiguresTest, OfNobodyThereIsNone) {
  const AccountFigures none = FiguresOf({}, {});
  EXPECT_EQ(none.score, std::nullopt);
  EXPECT_EQ(none.nps, std::nullopt);
  EXPECT_EQ(none.invited, 0);
  EXPECT_TRUE(SameFigures(none, AccountFigures()));
  EXPECT_FALSE(SameFigures(none, FiguresOf({Of("a", 1)}, {})));
}

}  // namespace
}  // namespace mainstay::survey
