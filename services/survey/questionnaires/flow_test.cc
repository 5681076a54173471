#include "services/survey/questionnaires/flow.h"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/questionnaires/content_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

template <class T>
std::vector<std::string> Keys(const std::vector<const T*>& items) {
  std::vector<std::string> keys;
  for (const T* item : items) keys.push_back(item->key);
  return keys;
}

Form Branching() {
  return *MakeForm(
      ContentOf({Page("overall", {Ask("nps", QuestionKind::kNps),
                                  Ask("praise", QuestionKind::kText, "nps >= 9")}),
                 Page("why",
                      {Ask("reasons", QuestionKind::kMultipleChoice),
                       Ask("service", QuestionKind::kMatrix, "contains(reasons, 'delivery')")},
                      "nps <= 6"),
                 Page("core", {Ask("visit", QuestionKind::kDate)}, "account.tier = 'core'"),
                 Page("slow", {Ask("how", QuestionKind::kText, "service.speed < 3")})}));
}

TEST(Flow, ShowsWhatEarlierAnswersAskFor) {
  const Form form = Branching();
  EXPECT_THAT(Keys(VisibleQuestions(form, {}, {})), ElementsAre("nps"));
  EXPECT_THAT(Keys(ShownSections(form, {}, {})), ElementsAre("overall"));
  const Answers happy = {{"nps", {.number = 9}}};
  EXPECT_THAT(Keys(VisibleQuestions(form, {}, happy)), ElementsAre("nps", "praise"));
  const Answers angry = {{"nps", {.number = 2}}, {"reasons", {.choices = {"delivery"}}}};
  EXPECT_THAT(Keys(VisibleQuestions(form, {}, angry, "why")), ElementsAre("reasons", "service"));
  EXPECT_THAT(Keys(ShownSections(form, {.account_tier = "core"}, angry)),
              ElementsAre("overall", "why", "core"));
  EXPECT_THAT(VisibleQuestions(form, {}, angry, "there_is_none"), IsEmpty());
}

TEST(Flow, ForgetsWhatIsNoLongerShown) {
  const Form form = Branching();
  Answers answers = {{"nps", {.number = 2}},
                     {"reasons", {.choices = {"delivery"}}},
                     {"service", {.rows = {{"speed", 1}}}},
                     {"how", {.text = "three weeks"}}};
  EXPECT_EQ(Kept(form, {}, answers).size(), 4u);
  EXPECT_THAT(Keys(ShownSections(form, {}, answers)), ElementsAre("overall", "why", "slow"));
  // The answer behind two that are taken back goes with them.
  answers["nps"].number = 8;
  EXPECT_THAT(Keys(ShownSections(form, {}, answers)), ElementsAre("overall"));
  EXPECT_EQ(Kept(form, {}, answers).size(), 1u);
  EXPECT_THAT(Validate(form, {}, answers), IsEmpty());
}

TEST(Flow, ValidatesWhatIsShown) {
  Form form = Branching();
  form.content.sections[1].questions[0].required = true;
  EXPECT_THAT(Validate(form, {}, {{"nps", {.number = 8}}}), IsEmpty());
  const std::vector<AnswerProblem> missing = {
      {"reasons", "", {"请回答这个问题。", "Please answer this question."}}};
  EXPECT_EQ(Validate(form, {}, {{"nps", {.number = 3}}}), missing);
  EXPECT_EQ(Validate(form, {}, {{"nps", {.number = 3}}}, "why"), missing);
  EXPECT_THAT(Validate(form, {}, {{"nps", {.number = 3}}}, "overall"), IsEmpty());
  const auto unknown = Validate(form, {}, {{"colour", {.text = "red"}}});
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].question, "colour");
}

TEST(Flow, OrdersOptionsByTheSeed) {
  Question question = Ask("reasons", QuestionKind::kMultipleChoice);
  const std::vector<std::string> written = {"price", "delivery", "none", "else"};
  EXPECT_EQ(Keys(OrderedOptions(question, 7)), written);
  question.random_order = true;
  for (int i = 0; i < 6; ++i) {
    question.options.insert(question.options.begin(),
                            {.key = std::string("o") + char('a' + i), .text = {"选", "o"}});
  }
  std::set<std::vector<std::string>> orders;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const auto order = Keys(OrderedOptions(question, seed));
    EXPECT_EQ(order, Keys(OrderedOptions(question, seed)));
    EXPECT_EQ(order.size(), 10u);
    EXPECT_EQ(order[8], "none");
    EXPECT_EQ(order[9], "else");
    orders.insert(order);
  }
  EXPECT_GT(orders.size(), 90u);
}

TEST(Flow, PutsEveryRowFirstAboutAsOften) {
  Question question = Ask("service", QuestionKind::kMatrix);
  question.random_order = true;
  int speed_first = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    speed_first += Keys(OrderedRows(question, seed))[0] == "speed" ? 1 : 0;
  }
  EXPECT_NEAR(speed_first, 1000, 150);
}

// Stored seeds must show the same order after every release.
TEST(Flow, KeepsItsOrderForEver) {
  Question question = Ask("reasons", QuestionKind::kMultipleChoice);
  question.random_order = true;
  question.options = {{.key = "a", .text = {}}, {.key = "b", .text = {}}, {.key = "c", .text = {}}};
  std::string orders;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    for (const Option* option : OrderedOptions(question, seed)) orders += option->key;
    orders += " ";
  }
  EXPECT_EQ(orders, "cba bac bca abc cba bca ");
}

TEST(Flow, PipesAnswersIntoTexts) {
  Form form = Branching();
  form.content.sections[2].questions.push_back(Ask("one", QuestionKind::kSingleChoice));
  form = *MakeForm(form.content);
  const Answers answers = {{"nps", {.number = 3}},
                           {"reasons", {.choices = {"price", "else"}, .text = "颜色"}},
                           {"service", {.rows = {{"speed", 2}}}},
                           {"visit", {.date = absl::CivilDay(2026, 3, 31)}},
                           {"one", {.choices = {"price"}}}};
  const auto piped = [&](const std::string& text, std::string_view language) {
    return Piped(form, {.zh = text, .en = text}, answers, language);
  };
  EXPECT_EQ(piped("{{nps}}/10, {{ service.speed }}, {{one}}", "en"), "3/10, 2, Price");
  EXPECT_EQ(piped("因为{{reasons}}，{{visit}}", "zh"), "因为价格、颜色，2026年3月31日");
  EXPECT_EQ(piped("{{reasons}} on {{visit}}", "en"), "Price, 颜色 on 31 March 2026");
  EXPECT_EQ(piped("{{praise}} {{service.quality}} {{nobody}}", "en"), "… … …");
  EXPECT_EQ(piped("{no} {{nps", "en"), "{no} {{nps");
  // The language that there is.
  EXPECT_EQ(Piped(form, {.zh = "只有{{one}}", .en = ""}, answers, "en"), "只有Price");
}

TEST(Flow, AnswersConditionsAboutAWholeResponse) {
  const Form form = Branching();
  const Answers answers = {{"nps", {.number = 2}},
                           {"reasons", {.choices = {"delivery"}}},
                           {"praise", {.text = "left over"}}};
  const Declarations names = DeclarationsOf(form.content);
  const auto holds = [&](std::string_view text) {
    const absl::StatusOr<Condition> condition = ReadCondition(text, names);
    EXPECT_TRUE(condition.ok()) << condition.status();
    return condition.ok() && Holds(*condition, form, {.account_tier = "core", .wave = 2}, answers);
  };
  EXPECT_TRUE(holds("nps <= 6 and account.tier = 'core' and survey.wave = 2"));
  EXPECT_TRUE(holds("contains(reasons, 'delivery') and not answered(service)"));
  EXPECT_FALSE(holds("answered(praise)"));
  EXPECT_FALSE(holds("account.region = '华东'"));
}

}  // namespace
}  // namespace mainstay::survey
