#include "services/survey/questionnaires/content_check.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/questionnaires/content_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Said(const QuestionnaireContent& content) {
  std::vector<std::string> said;
  for (const auto& violation : CheckForPublishing(content)) {
    said.push_back(violation.field + ": " + violation.description);
  }
  return said;
}

// Two pages: nps and reason on the first, what `change` makes of the question on the second.
template <class Change>
std::vector<std::string> OfQuestion(Question question, Change change) {
  change(question);
  return Said(ContentOf(
      {Page("first", {Ask("nps", QuestionKind::kNps), Ask("reason", QuestionKind::kSingleChoice)}),
       Page("second", {std::move(question)})}));
}
std::vector<std::string> OfCondition(const std::string& visible_if) {
  return OfQuestion(Ask("why", QuestionKind::kText),
                    [&](Question& question) { question.visible_if = visible_if; });
}

TEST(CheckForPublishing, TakesWhatIsComplete) {
  EXPECT_THAT(OfCondition("nps <= 6 and reason = 'price'"), IsEmpty());
}

TEST(CheckForPublishing, AsksOnlyFactsThatAreKnownOfSomebody) {
  EXPECT_THAT(OfCondition("account.tier = 'core' and contact.influence >= 4"), IsEmpty());
  EXPECT_THAT(OfCondition("account.segment = 'x'"),
              ElementsAre(HasSubstr("there is no \"account.segment\" that could be asked here")));
}

TEST(CheckForPublishing, WantsTitleSectionsQuestionsAndTexts) {
  EXPECT_THAT(Said({}), ElementsAre(HasSubstr("content.title: give it a title"),
                                    HasSubstr("content.sections: give it a section")));
  QuestionnaireContent content = ContentOf({Page("empty", {})});
  EXPECT_THAT(Said(content), ElementsAre(HasSubstr("content.sections[0].questions: give")));
  EXPECT_THAT(OfQuestion(Ask("q", QuestionKind::kText), [](Question& q) { q.text = {}; }),
              ElementsAre(HasSubstr("sections[1].questions[0].text: say what is asked")));
}

TEST(CheckForPublishing, WantsKeysOnce) {
  EXPECT_THAT(Said(ContentOf({Page("One", {Ask("a", QuestionKind::kText)}),
                              Page("two", {Ask("a", QuestionKind::kText)}),
                              Page("two", {Ask("in", QuestionKind::kText),
                                           Ask("account", QuestionKind::kText)})})),
              ElementsAre(HasSubstr("sections[0].key: must be 1 to 40"),
                          HasSubstr("sections[1].questions[0].key: there is another question"),
                          HasSubstr("sections[2].key: there is another section"),
                          HasSubstr("sections[2].questions[0].key: \"in\" is a word"),
                          HasSubstr("sections[2].questions[1].key: \"account\" is a word")));
}

TEST(CheckForPublishing, FitsQuestionsToTheirKinds) {
  const auto of = [](QuestionKind kind, auto change) { return OfQuestion(Ask("q", kind), change); };
  using enum QuestionKind;
  EXPECT_THAT(of(kSingleChoice, [](Question& q) { q.options.resize(1); }),
              ElementsAre(HasSubstr("at least two options")));
  EXPECT_THAT(of(kSingleChoice, [](Question& q) { q.options[1].key = "price"; }),
              ElementsAre(HasSubstr("options[1].key: there is another \"price\"")));
  EXPECT_THAT(of(kSingleChoice, [](Question& q) { q.options[0].other = true; }),
              ElementsAre(HasSubstr("at most one option")));
  EXPECT_THAT(of(kSingleChoice, [](Question& q) { q.max_choices = 2; }),
              ElementsAre(HasSubstr("only multiple choices")));
  EXPECT_THAT(of(kMultipleChoice, [](Question& q) { q.min_choices = 4; }),
              ElementsAre(HasSubstr("only 3 options can be chosen together")));
  EXPECT_THAT(of(kMultipleChoice,
                 [](Question& q) {
                   q.min_choices = 3;
                   q.max_choices = 2;
                 }),
              ElementsAre(HasSubstr("max_choices: must not be less")));
  EXPECT_THAT(of(kText, [](Question& q) { q.options = Ask("x", kSingleChoice).options; }),
              ElementsAre(HasSubstr("only choices have options")));
  EXPECT_THAT(of(kText, [](Question& q) { q.max_length = 5000; }),
              ElementsAre(HasSubstr("must be 1 to 4000")));
  EXPECT_THAT(of(kMatrix, [](Question& q) { q.rows.clear(); }),
              ElementsAre(HasSubstr("at least one row")));
  EXPECT_THAT(of(kCsat, [](Question& q) { q.scale_max = 10; }),
              ElementsAre(HasSubstr("1 to 5 or 1 to 7")));
  EXPECT_THAT(of(kRating, [](Question& q) { q.scale_max = 1; }),
              ElementsAre(HasSubstr("must be more than scale_min")));
  EXPECT_THAT(of(kRating, [](Question& q) { q.scale_min = 2; }),
              ElementsAre(HasSubstr("a scale begins at 0 or 1")));
  EXPECT_THAT(of(kNumber,
                 [](Question& q) {
                   q.minimum = 1.2;
                   q.maximum = 1.8;
                   q.whole_number = true;
                 }),
              ElementsAre(HasSubstr("no whole number lies between")));
  EXPECT_THAT(of(kNumber,
                 [](Question& q) {
                   q.minimum = 2;
                   q.maximum = 1;
                 }),
              ElementsAre(HasSubstr("must not be less than the minimum")));
}

TEST(CheckForPublishing, LooksBackOnly) {
  EXPECT_THAT(
      Said(ContentOf({Page(
          "one", {Ask("a", QuestionKind::kNps, "b > 3"), Ask("b", QuestionKind::kNps, "b > 3")},
          "a > 3")})),
      ElementsAre(HasSubstr("sections[0].visible_if: \"a\" is asked later or here"),
                  HasSubstr("questions[0].visible_if: \"b\" is asked later or here"),
                  HasSubstr("questions[1].visible_if: \"b\" is asked later or here")));
}

TEST(CheckForPublishing, ChecksConditionsByTypes) {
  EXPECT_THAT(OfCondition("nps <= "), ElementsAre(HasSubstr("at character 8: write a number")));
  EXPECT_THAT(OfCondition("npss > 3"), ElementsAre(HasSubstr("did you mean \"nps\"?")));
  EXPECT_THAT(OfCondition("reason = 'prize'"), ElementsAre(HasSubstr("did you mean \"price\"?")));
  EXPECT_THAT(OfCondition("contact.role = 'boss'"),
              ElementsAre(HasSubstr("one of: decision_maker")));
  EXPECT_THAT(OfCondition("nps <= 60"), ElementsAre(HasSubstr("\"nps\" is 0 to 10")));
}

TEST(CheckForPublishing, FindsWhatNobodyComesTo) {
  EXPECT_THAT(OfCondition("nps > 6 and nps < 3"), ElementsAre(HasSubstr("can never be true")));
  // Asked only of those who were asked something else.
  const auto chain = [](const std::string& last) {
    return Said(ContentOf({Page("one", {Ask("nps", QuestionKind::kNps)}),
                           Page("two", {Ask("why", QuestionKind::kSingleChoice)}, "nps <= 6"),
                           Page("three", {Ask("how", QuestionKind::kText, last)})}));
  };
  EXPECT_THAT(chain("why = 'price'"), IsEmpty());
  EXPECT_THAT(chain("why = 'price' and nps = 9"), ElementsAre(HasSubstr("can never be true")));
  EXPECT_THAT(chain("why = 'price' or nps = 9"), IsEmpty());
  // A section that nobody sees is said once.
  EXPECT_THAT(Said(ContentOf({Page("one", {Ask("nps", QuestionKind::kNps)}),
                              Page("two", {Ask("a", QuestionKind::kText, "nps > 3")},
                                   "nps = 3 and nps = 4")})),
              ElementsAre(HasSubstr("content.sections[1].visible_if: can never be true")));
}

TEST(CheckForPublishing, KnowsThatRequiredAnswersAreThere) {
  Question nps = Ask("nps", QuestionKind::kNps);
  const auto unanswered = [&] {
    return Said(
        ContentOf({Page("one", {nps, Ask("q", QuestionKind::kText, "not answered(nps)")})}));
  };
  EXPECT_THAT(unanswered(), IsEmpty());
  nps.required = true;
  EXPECT_THAT(unanswered(), ElementsAre(HasSubstr("questions[1].visible_if: can never be true")));
  nps.not_applicable = true;
  EXPECT_THAT(unanswered(), IsEmpty());
}

TEST(CheckForPublishing, AsksEverybodySomething) {
  const auto asked = [](const std::string& first, const std::string& second) {
    return Said(ContentOf({Page("one", {Ask("a", QuestionKind::kText)}, first),
                           Page("two", {Ask("b", QuestionKind::kText)}, second)}));
  };
  EXPECT_THAT(asked("account.tier = 'core'", "not (account.tier = 'core')"), IsEmpty());
  EXPECT_THAT(asked("account.tier = 'core'", "account.tier != 'core'"),
              ElementsAre(HasSubstr("content.sections: some respondents would be asked nothing")));
}

TEST(CheckForPublishing, FillsPipesWithEarlierPages) {
  const auto piped = [](const std::string& text) {
    return OfQuestion(Ask("q", QuestionKind::kText), [&](Question& q) { q.text.en = text; });
  };
  EXPECT_THAT(piped("Why {{nps}}? {{ reason }}"), IsEmpty());
  EXPECT_THAT(piped("{{q}}"), ElementsAre(HasSubstr("ask it in an earlier section")));
  EXPECT_THAT(piped("{{nobody}}"), ElementsAre(HasSubstr("is no question")));
  EXPECT_THAT(piped("{{nps"), ElementsAre(HasSubstr("text.en: close")));
  EXPECT_THAT(Said(ContentOf({Page("one", {Ask("m", QuestionKind::kMatrix)}),
                              {.key = "two",
                               .title = {.zh = "{{m.speed}}", .en = "{{m}}"},
                               .questions = {Ask("k", QuestionKind::kText)}}})),
              ElementsAre(HasSubstr("sections[1].title.en: {{m}} has no answer")));
}

TEST(CheckForPublishing, KnowsDriversAndOutcome) {
  QuestionnaireContent content =
      ContentOf({Page("one", {Ask("nps", QuestionKind::kNps), Ask("m", QuestionKind::kMatrix),
                              Ask("csat", QuestionKind::kCsat), Ask("t", QuestionKind::kText)})});
  content.drivers = {.outcome = "nps", .drivers = {"csat", "m.speed", "m.quality"}};
  EXPECT_THAT(Said(content), IsEmpty());
  content.drivers = {.outcome = "t", .drivers = {"t", "m", "m.price", "csat", "csat"}};
  EXPECT_THAT(Said(content),
              ElementsAre(HasSubstr("driver_model.outcome: must be"),
                          HasSubstr("drivers[0]: must be the key of a scale"),
                          HasSubstr("drivers[0]: the outcome does not drive itself"),
                          HasSubstr("drivers[1]: must be"), HasSubstr("drivers[2]: must be"),
                          HasSubstr("drivers[4]: stands here twice")));
  content.drivers = {.outcome = "nps", .drivers = {}};
  EXPECT_THAT(Said(content), ElementsAre(HasSubstr("name at least one driver")));
}

TEST(CheckDraft, HasLimits) {
  QuestionnaireContent content = ContentOf({});
  EXPECT_THAT(CheckDraft(content), IsEmpty());
  content.title.zh = std::string(201, 'x');
  content.sections.resize(kMaxSections + 1);
  content.sections[0].questions.resize(kMaxQuestions + 1);
  content.sections[0].questions[0].options.resize(kMaxOptions + 1);
  content.sections[0].questions[0].help.en = "a\x02";
  std::vector<std::string> fields;
  for (const auto& violation : CheckDraft(content)) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("content.title.zh", "content.sections",
                                  "content.sections[0].questions[0].help.en",
                                  "content.sections[0].questions[0].options", "content.sections"));
}

}  // namespace
}  // namespace mainstay::survey
