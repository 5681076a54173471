#include "services/survey/loop/asked_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

Form TheForm() {
  Question nps{.key = "nps", .kind = QuestionKind::kNps, .text = {"推荐\n我们？", "Recommend us?"}};
  Question why{.key = "why", .kind = QuestionKind::kText, .text = {"为什么？", "Why?"}};
  Question next{.key = "next",
                .kind = QuestionKind::kMultipleChoice,
                .text = {"您说“{{why}}”，还有呢？", "You said {{why}}. What else?"}};
  next.options = {{.key = "price", .text = {"价格", "The price"}},
                  {.key = "late", .text = {"", "Being late"}},
                  {.key = "other", .text = {"其他", "Something else"}, .other = true}};
  Question service{.key = "service",
                   .kind = QuestionKind::kMatrix,
                   .text = {"服务如何？", "How is it?"},
                   .rows = {{"speed", {"速度", "Speed"}}, {"people", {"人员", "People"}}}};
  Question night{.key = "night", .kind = QuestionKind::kKano, .text = {"夜班", "a night shift"}};
  QuestionnaireContent content;
  content.sections = {{.key = "s", .questions = {nps, why, next, service, night}}};
  return MakeForm(content).value();
}

std::vector<std::string> Told(const std::string& condition, const std::string& language,
                              bool confidential = false) {
  Answers answers;
  answers["nps"].number = 3;
  answers["why"].text = "Mr Li was rude";
  answers["next"].choices = {"late", "other"};
  answers["next"].text = "ask Mr Li";
  answers["service"].rows = {{"speed", 2}};
  answers["night"].functional = 1;
  answers["night"].dysfunctional = 5;
  std::vector<std::string> told;
  for (const AskedQuestion& one : QuestionsAsked(ParseCondition(condition).value(), TheForm(),
                                                 answers, language, confidential)) {
    told.push_back(one.question + " = " + one.answer);
  }
  return told;
}

TEST(AskedQuestionsTest, AreReadAsTheyWereAsked) {
  EXPECT_THAT(Told("service.speed <= 2 and nps <= 6 and account.tier = 'core' and nps > 1", "zh"),
              ElementsAre("服务如何？：速度 = 2 (1–5)", "推荐 我们？ = 3 (0–10)"));
  EXPECT_THAT(Told("nps <= 6 or service.people = 1", "en"),
              ElementsAre("Recommend us? = 3 (0–10)", "How is it?: People = "));
  EXPECT_THAT(Told("night.functional = 1 and night.dysfunctional = 5", "en"),
              ElementsAre("If there is “a night shift”, how do you feel? = I like it that way",
                          "If there is no “a night shift”, how do you feel? = "
                          "I dislike it that way"));
}

TEST(AskedQuestionsTest, NobodysOwnWordsAreTold) {
  EXPECT_THAT(Told("answered(why) and contains(next, 'other')", "en"),
              ElementsAre("Why? = ", "You said …. What else? = Being late, Something else"));
}

TEST(AskedQuestionsTest, ConfidentiallyNoAnswerIs) {
  EXPECT_THAT(Told("nps <= 6 and service.speed <= 2 and contains(next, 'late')", "en", true),
              ElementsAre("Recommend us? = ", "How is it?: Speed = ", "You said …. What else? = "));
}

TEST(AskedQuestionsTest, OneLineBeginsWithWhatWasAnswered) {
  EXPECT_EQ(InOneLine({{"How?", "3 (0–10)"}, {"Why?", ""}}), "3 (0–10): How? · Why?");
  EXPECT_EQ(InOneLine({}), "");
}

}  // namespace
}  // namespace mainstay::survey
