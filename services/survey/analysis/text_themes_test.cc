#include "services/survey/analysis/text_themes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Question Asked(const char* key, QuestionKind kind, int scale_max = 5) {
  Question question;
  question.key = key;
  question.kind = kind;
  question.scale_max = scale_max;
  return question;
}

QuestionnaireContent Content(std::vector<Question> questions) {
  QuestionnaireContent content;
  content.sections.push_back({.key = "s", .questions = std::move(questions)});
  return content;
}

std::string Refusal(const absl::Status& status) { return std::string(status.message()); }

TEST(TextThemesTest, FindsTheQuestionsWithWordsOfOnesOwn) {
  Question reasons = Asked("reasons", QuestionKind::kMultipleChoice);
  reasons.options = {{.key = "price"}, {.key = "else", .other = true}};
  Question plain = Asked("plain", QuestionKind::kSingleChoice);
  plain.options = {{.key = "a"}, {.key = "b"}};
  QuestionnaireContent content =
      Content({Asked("nps", QuestionKind::kNps), Asked("why", QuestionKind::kText), plain});
  EXPECT_EQ(*TextQuestionOf(content, ""), "why");
  EXPECT_EQ(*TextQuestionOf(content, "why"), "why");
  EXPECT_THAT(Refusal(TextQuestionOf(content, "plain").status()),
              AllOf(HasSubstr("question: "), HasSubstr("why")));
  content.sections[0].questions.push_back(reasons);
  EXPECT_EQ(*TextQuestionOf(content, "reasons"), "reasons");
  EXPECT_THAT(Refusal(TextQuestionOf(content, "").status()), HasSubstr("why, reasons"));
  EXPECT_THAT(Refusal(TextQuestionOf(Content({plain}), "plain").status()),
              HasSubstr("there is no"));
}

TEST(TextThemesTest, SidesAreThoseOfTheFigures) {
  const QuestionnaireContent content =
      Content({Asked("satisfied", QuestionKind::kCsat), Asked("seven", QuestionKind::kCsat, 7),
               Asked("effort", QuestionKind::kCes), Asked("nps", QuestionKind::kNps)});
  const ScoreSides nps = *ScoreSidesOf(content, "");
  EXPECT_EQ(nps.question, "nps");
  EXPECT_EQ(nps.low_to, 6);
  EXPECT_EQ(nps.high_from, 9);
  const ScoreSides five = *ScoreSidesOf(content, "satisfied");
  EXPECT_EQ(five.low_to, 3);
  EXPECT_EQ(five.high_from, 4);
  const ScoreSides seven = *ScoreSidesOf(content, "seven");
  EXPECT_EQ(seven.low_to, 4);
  EXPECT_EQ(seven.high_from, 6);
  EXPECT_EQ(ScoreSidesOf(Content({Asked("a", QuestionKind::kCsat)}), "")->question, "a");
  EXPECT_THAT(Refusal(ScoreSidesOf(content, "effort").status()),
              AllOf(HasSubstr("contrast_question: "), HasSubstr("nps, satisfied, seven"),
                    Not(HasSubstr("effort,"))));
  EXPECT_FALSE(ScoreSidesOf(Content({Asked("why", QuestionKind::kText)}), "").ok());
}

TEST(TextThemesTest, ThemesOfProtectedCampaignsHaveFiveTexts) {
  EXPECT_EQ(LeastProtectedTexts({}, 100), 5);
  EXPECT_EQ(LeastProtectedTexts({}, 5'000), 10);
  EXPECT_EQ(LeastProtectedTexts({.min_texts = 2}, 5'000), 5);
  EXPECT_EQ(LeastProtectedTexts({.min_texts = 7}, 100), 7);
}

TEST(TextThemesTest, NothingIsComparedWithAFew) {
  const auto compared = [](int64_t texts) {
    themes::Comparison comparison;
    comparison.texts = texts;
    return comparison;
  };
  themes::ThemeReport report{.texts = 20, .texts_before = 30, .texts_against = 40, .themes = {}};
  for (const int64_t others : {0, 1, 4, 5}) {
    themes::Theme theme;
    theme.growth = theme.contrast = compared(others);
    report.themes.push_back(theme);
  }
  ASSERT_TRUE(HideFew(report));
  for (const size_t i : {0, 3}) {
    EXPECT_TRUE(report.themes[i].growth.has_value()) << i;
    EXPECT_TRUE(report.themes[i].contrast.has_value()) << i;
  }
  for (const size_t i : {1, 2}) {
    EXPECT_FALSE(report.themes[i].growth.has_value()) << i;
    EXPECT_FALSE(report.themes[i].contrast.has_value()) << i;
  }
  // Of a few others even a 0 is told of nobody.
  report.texts_before = 4;
  ASSERT_TRUE(HideFew(report));
  EXPECT_EQ(report.texts_before, 0);
  EXPECT_FALSE(report.themes[0].growth.has_value());
  EXPECT_EQ(report.texts_against, 40);
  EXPECT_TRUE(report.themes[0].contrast.has_value());
  report.texts = 4;
  EXPECT_FALSE(HideFew(report));
  EXPECT_TRUE(report.themes.empty());
  EXPECT_EQ(report.texts, 0);
}

}  // namespace
}  // namespace mainstay::survey
