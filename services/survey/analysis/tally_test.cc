#include "services/survey/analysis/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "services/survey/analysis/tally_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const TallyPlan> Plan() {
  return std::make_shared<const TallyPlan>(TalliedContent());
}

TEST(TallyPlanTest, CountsEveryQuestionAndRow) {
  const auto plan = Plan();
  std::vector<std::string> names;
  size_t at = 0;
  for (const TalliedQuestion& question : plan->questions()) {
    names.push_back(question.name);
    EXPECT_EQ(question.at, at);
    at += question.width;
  }
  EXPECT_EQ(at, plan->width());
  EXPECT_THAT(names, ElementsAre("nps", "csat", "ces", "service.speed", "service.price",
                                 "service.care", "reason", "uses", "remark", "app"));
  EXPECT_EQ(plan->outcome(), 0u);
  EXPECT_THAT(plan->drivers(), ElementsAre(1, 3, 4, 5));
  EXPECT_EQ(plan->scales()->drivers[0].max, 7);
}

TEST(TallyPlanTest, AModelThatCannotBeAnalysedIsNone) {
  QuestionnaireContent content = TalliedContent();
  content.drivers.drivers.push_back("remark");
  EXPECT_FALSE(TallyPlan(content).scales());
  content.drivers = {};
  EXPECT_FALSE(TallyPlan(content).scales());
}

TEST(TallyTest, CountsByHand) {
  Tally tally(Plan());
  Answers answers;
  answers["nps"].number = 9;
  answers["csat"].number = 6;
  answers["ces"].not_applicable = true;
  answers["service"].rows = {{"speed", 4}, {"price", 2}, {"care", 5}};
  answers["reason"].choices = {"quality"};
  answers["uses"].choices = {"a", "c"};
  answers["app"] = {.functional = 1, .dysfunctional = 5};
  tally.Add(answers);
  tally.Add({});
  const TallyPlan& plan = tally.plan();
  EXPECT_EQ(tally.responses(), 2);
  EXPECT_EQ(tally.Scores(*plan.Find("nps")).count(9), 1);
  EXPECT_EQ(tally.Answered(*plan.Find("ces")), 0);
  EXPECT_EQ(tally.Scores(*plan.Find("service.price")).count(2), 1);
  EXPECT_EQ(tally.Answered(*plan.Find("reason")), 1);
  EXPECT_EQ(tally.Chosen(*plan.Find("reason"), 0), 0);
  EXPECT_EQ(tally.Chosen(*plan.Find("reason"), 1), 1);
  EXPECT_EQ(tally.Answered(*plan.Find("uses")), 1);
  EXPECT_EQ(tally.Chosen(*plan.Find("uses"), 2), 1);
  EXPECT_EQ(tally.Answered(*plan.Find("remark")), 0);
  EXPECT_EQ(tally.Kano(*plan.Find("app")).count(KanoCategory::kOneDimensional), 1);
  EXPECT_EQ(tally.moments()->respondents(), 2);
  EXPECT_EQ(tally.moments()->complete(), 1);
}

TEST(TallyTest, InAnyOrderAndAnyPiecesItIsTheSame) {
  std::mt19937_64 random(1);
  Tally all(Plan());
  std::vector<Tally> pieces(7, Tally(Plan()));
  for (int i = 0; i < 2000; ++i) {
    const Answers answers = RandomAnswers(random);
    all.Add(answers);
    Tally& piece = pieces[random() % pieces.size()];
    const Answers taken_back = RandomAnswers(random);
    piece.Add(taken_back);
    piece.Add(answers);
    piece.Add(taken_back, -1);
  }
  Tally merged(Plan());
  while (!pieces.empty()) {
    auto restored = Tally::Restore(Plan(), pieces.back().Counters());
    ASSERT_TRUE(restored.ok()) << restored.status();
    merged.Merge(*restored);
    pieces.pop_back();
  }
  EXPECT_EQ(merged, all);
  EXPECT_FALSE(Tally::Restore(Plan(), {1, 2, 3}).ok());
}

}  // namespace
}  // namespace mainstay::survey
