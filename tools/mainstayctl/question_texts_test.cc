#include "tools/mainstayctl/question_texts.h"

#include <gtest/gtest.h>

namespace mainstay::ctl {
namespace {

survey::v1::QuestionnaireContent TheContent() {
  survey::v1::QuestionnaireContent content;
  auto& questions = *content.add_sections()->mutable_questions();
  auto& service = *questions.Add();
  service.set_key("service");
  service.mutable_text()->set_zh("服务如何？");
  service.mutable_text()->set_en("How is it?");
  auto& row = *service.add_rows();
  row.set_key("speed");
  row.mutable_text()->set_zh("速度");
  auto& reason = *questions.Add();
  reason.set_key("reason");
  reason.mutable_text()->set_zh("为什么\n不满？");
  auto& option = *reason.add_options();
  option.set_key("late");
  option.mutable_text()->set_en("Too late");
  option.mutable_text()->set_zh("太慢");
  return content;
}

TEST(QuestionTextsTest, StandBehindTheNameToType) {
  const QuestionTexts english(TheContent(), Language::kEnglish);
  EXPECT_EQ(english.Of("service"), "service: How is it?");
  EXPECT_EQ(english.Of("service.speed"), "service.speed: How is it? 速度");
  EXPECT_EQ(english.OfOption("reason", "late"), "Too late");
  const QuestionTexts chinese(TheContent(), Language::kChinese);
  EXPECT_EQ(chinese.Of("service.speed"), "service.speed: 服务如何？ 速度");
  EXPECT_EQ(chinese.OfOption("reason", "late"), "太慢");
  EXPECT_EQ(chinese.Of("reason").find('\n'), std::string::npos);
}

TEST(QuestionTextsTest, NamesStandForWhatIsNotKnown) {
  EXPECT_EQ(QuestionTexts().Of("nps"), "nps");
  EXPECT_EQ(QuestionTexts().OfOption("reason", "late"), "late");
  EXPECT_EQ(QuestionTexts(TheContent(), Language::kEnglish).OfOption("account.tier", "core"),
            "core");
}

}  // namespace
}  // namespace mainstay::ctl
