#include "services/survey/loop/kano_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

TEST(KanoResultTest, OnlyPairsAboutRequirementsCount) {
  QuestionnaireContent content;
  const std::string id = "0190a000-0000-7000-8000-000000000001";
  content.sections.push_back(
      {.key = "s",
       .questions = {{.key = "night", .kind = QuestionKind::kKano, .subject = "requirements/" + id},
                     {.key = "weekend", .kind = QuestionKind::kKano},
                     {.key = "other", .kind = QuestionKind::kKano, .subject = "products/" + id},
                     {.key = "nps", .kind = QuestionKind::kNps, .subject = "requirements/" + id}}});
  const auto questions = KanoQuestionsOf(content);
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(questions[0].key, "night");
  EXPECT_EQ(questions[0].requirement_id, id);
}

TEST(KanoResultTest, TheClassIsThatOfMost) {
  const auto of = [](KanoCategory most, KanoCategory some, int more = 20) {
    KanoCounts counts;
    counts.Add(most, 10 + more);
    counts.Add(some, 10);
    return ClassOf(*KanoOf(counts));
  };
  EXPECT_EQ(of(KanoCategory::kMustBe, KanoCategory::kIndifferent), "must_be");
  EXPECT_EQ(of(KanoCategory::kOneDimensional, KanoCategory::kMustBe), "one_dimensional");
  EXPECT_EQ(of(KanoCategory::kAttractive, KanoCategory::kIndifferent), "attractive");
  EXPECT_EQ(of(KanoCategory::kIndifferent, KanoCategory::kAttractive), "indifferent");
  EXPECT_EQ(of(KanoCategory::kReverse, KanoCategory::kIndifferent), "reverse");
  EXPECT_EQ(of(KanoCategory::kQuestionable, KanoCategory::kMustBe), "");
  EXPECT_EQ(of(KanoCategory::kMustBe, KanoCategory::kAttractive, 1), "") << "neither stands out";
}

}  // namespace
}  // namespace mainstay::survey
