#include "services/survey/questionnaires/templates.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/question_check.h"

namespace mainstay::survey {
namespace {

void ExpectBoth(const LocalText& text, const std::string& where) {
  EXPECT_EQ(text.zh.empty(), text.en.empty()) << where;
}

TEST(Templates, CanBePublishedAsTheyAre) {
  std::set<std::string> keys;
  for (const QuestionnaireTemplate& shipped : QuestionnaireTemplates()) {
    EXPECT_TRUE(IsKey(shipped.key)) << shipped.key;
    EXPECT_TRUE(keys.insert(shipped.key).second) << shipped.key;
    EXPECT_FALSE(shipped.description.zh.empty() || shipped.description.en.empty());
    for (const auto& violation : CheckForPublishing(shipped.content)) {
      ADD_FAILURE() << shipped.key << " " << violation.field << ": " << violation.description;
    }
  }
  EXPECT_EQ(keys, (std::set<std::string>{"case_follow_up", "churn", "kano", "market_research",
                                         "nps_pulse", "risk_check", "satisfaction"}));
}

TEST(Templates, AreInBothLanguages) {
  for (const QuestionnaireTemplate& shipped : QuestionnaireTemplates()) {
    const QuestionnaireContent& content = shipped.content;
    ExpectBoth(content.title, shipped.key);
    ExpectBoth(content.intro, shipped.key);
    ExpectBoth(content.thanks, shipped.key);
    for (const Section& section : content.sections) {
      ExpectBoth(section.title, section.key);
      for (const Question& question : section.questions) {
        ExpectBoth(question.text, question.key);
        ExpectBoth(question.low_label, question.key);
        ExpectBoth(question.high_label, question.key);
        for (const Option& option : question.options) ExpectBoth(option.text, option.key);
        for (const MatrixRow& row : question.rows) ExpectBoth(row.text, row.key);
      }
    }
  }
}

TEST(Templates, AreFoundByTheirKeys) {
  ASSERT_NE(FindTemplate("kano"), nullptr);
  EXPECT_EQ(FindTemplate("kano")->key, "kano");
  EXPECT_EQ(FindTemplate("none"), nullptr);
  EXPECT_THAT(TemplateNames(), ::testing::HasSubstr("questionnaireTemplates/nps_pulse"));
}

}  // namespace
}  // namespace mainstay::survey
