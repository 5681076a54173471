#include "services/survey/questionnaires/answer_check.h"

#include <cmath>
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

// What is said of it in English, "row: …" for a part.
std::vector<std::string> Said(const Question& question, const Answer& answer) {
  std::vector<AnswerProblem> problems;
  CheckAnswer(question, &answer, problems);
  std::vector<std::string> said;
  for (const AnswerProblem& problem : problems) {
    EXPECT_EQ(problem.question, question.key);
    EXPECT_FALSE(problem.message.zh.empty());
    said.push_back((problem.row.empty() ? "" : problem.row + ": ") + problem.message.en);
  }
  return said;
}

Answer Number(double number) { return {.number = number}; }
Answer Chosen(std::vector<std::string> choices, std::string text = "") {
  return {.choices = std::move(choices), .text = std::move(text)};
}

TEST(CheckAnswer, HoldsScalesToTheirEnds) {
  const Question nps = Ask("nps", QuestionKind::kNps);
  EXPECT_THAT(Said(nps, Number(0)), IsEmpty());
  EXPECT_THAT(Said(nps, Number(10)), IsEmpty());
  for (const double bad : {-1.0, 11.0, 6.5, std::nan("")}) {
    EXPECT_THAT(Said(nps, Number(bad)), ElementsAre("Please choose a number from 0 to 10."));
  }
  EXPECT_THAT(Said(Ask("ces", QuestionKind::kCes), Number(7)), IsEmpty());
  Question csat = Ask("csat", QuestionKind::kCsat);
  EXPECT_THAT(Said(csat, Number(6)), ElementsAre("Please choose a number from 1 to 5."));
  csat.scale_max = 7;
  EXPECT_THAT(Said(csat, Number(6)), IsEmpty());
}

TEST(CheckAnswer, TakesDoesNotApplyWhereItIsOffered) {
  Question csat = Ask("csat", QuestionKind::kCsat);
  csat.required = true;
  const Answer none{.not_applicable = true};
  EXPECT_THAT(Said(csat, none), ElementsAre("Please choose one of the values."));
  csat.not_applicable = true;
  EXPECT_THAT(Said(csat, none), IsEmpty());
}

TEST(CheckAnswer, AsksForWhatIsRequired) {
  for (const QuestionKind kind :
       {QuestionKind::kNps, QuestionKind::kSingleChoice, QuestionKind::kMultipleChoice,
        QuestionKind::kMatrix, QuestionKind::kText, QuestionKind::kNumber, QuestionKind::kDate,
        QuestionKind::kKano}) {
    Question question = Ask("q", kind);
    EXPECT_THAT(Said(question, {}), IsEmpty());
    question.required = true;
    EXPECT_THAT(Said(question, {}), ElementsAre("Please answer this question."));
  }
  Question text = Ask("q", QuestionKind::kText);
  text.required = true;
  EXPECT_THAT(Said(text, {.text = " \n　"}), ElementsAre("Please answer this question."));
}

TEST(CheckAnswer, KnowsWhichChoicesGoTogether) {
  Question reasons = Ask("reasons", QuestionKind::kMultipleChoice);
  EXPECT_THAT(Said(reasons, Chosen({"price", "delivery"})), IsEmpty());
  EXPECT_THAT(Said(reasons, Chosen({"price", "none"})),
              ElementsAre("“None of these” cannot be chosen together with other options."));
  EXPECT_THAT(Said(reasons, Chosen({"weather"})), ElementsAre(HasSubstr("no such option")));
  EXPECT_THAT(Said(reasons, Chosen({"else"})), ElementsAre(HasSubstr("text: Please say")));
  EXPECT_THAT(Said(reasons, Chosen({"else"}, "colour")), IsEmpty());
  EXPECT_THAT(Said(reasons, Chosen({"else"}, std::string(501, 'x'))),
              ElementsAre("text: Please write at most 500 characters; there are 501."));
  reasons.min_choices = 2;
  EXPECT_THAT(Said(reasons, Chosen({"price", "price"})), ElementsAre(HasSubstr("at least 2")));
  EXPECT_THAT(Said(reasons, Chosen({"none"})), IsEmpty());
  reasons.max_choices = 2;
  EXPECT_THAT(Said(reasons, Chosen({"price", "delivery", "else"}, "x")),
              ElementsAre(HasSubstr("at most 2")));
  EXPECT_THAT(Said(Ask("reason", QuestionKind::kSingleChoice), Chosen({"price", "delivery"})),
              ElementsAre("Please choose one option only."));
}

TEST(CheckAnswer, LooksAtEveryRow) {
  Question service = Ask("service", QuestionKind::kMatrix);
  EXPECT_THAT(Said(service, {.rows = {{"speed", 3}}}), IsEmpty());
  EXPECT_THAT(Said(service, {.rows = {{"speed", 6}}}),
              ElementsAre(HasSubstr("speed: Please choose")));
  EXPECT_THAT(Said(service, {.rows = {{"sped", 3}}}), ElementsAre("sped: There is no such line."));
  service.required = true;
  EXPECT_THAT(Said(service, {.rows = {{"speed", 3}}}),
              ElementsAre("quality: Please answer this line too."));
  const Answer partly{.rows = {{"speed", 3}}, .not_applicable_rows = {"quality"}};
  EXPECT_THAT(Said(service, partly), ElementsAre("quality: Please choose one of the values."));
  service.not_applicable = true;
  EXPECT_THAT(Said(service, partly), IsEmpty());
}

TEST(CheckAnswer, HoldsTextsNumbersAndDatesToTheirLimits) {
  Question text = Ask("why", QuestionKind::kText);
  text.max_length = 3;
  EXPECT_THAT(Said(text, {.text = " 交货慢 "}), IsEmpty());
  EXPECT_THAT(Said(text, {.text = "交货太慢"}),
              ElementsAre("Please write at most 3 characters; there are 4."));
  EXPECT_THAT(Said(text, {.text = "a\x01"}), ElementsAre(HasSubstr("control characters")));
  Question number = Ask("count", QuestionKind::kNumber);
  EXPECT_THAT(Said(number, Number(-1e9)), IsEmpty());
  number.whole_number = true;
  number.minimum = 1;
  EXPECT_THAT(Said(number, Number(1.5)), ElementsAre("Please enter a whole number."));
  EXPECT_THAT(Said(number, Number(0)), ElementsAre("Please enter at least 1."));
  number.maximum = 12.5;
  EXPECT_THAT(Said(number, Number(13)), ElementsAre("Please enter a number from 1 to 12.5."));
  const Question date = Ask("when", QuestionKind::kDate);
  EXPECT_THAT(Said(date, {.date = absl::CivilDay(2026, 3, 31)}), IsEmpty());
  EXPECT_THAT(Said(date, {.date = absl::CivilDay(20260, 3, 31)}), ElementsAre(HasSubstr("a day")));
}

TEST(CheckAnswer, WantsBothHalvesOfAPair) {
  const Question need = Ask("need", QuestionKind::kKano);
  EXPECT_THAT(Said(need, {.functional = 1, .dysfunctional = 5}), IsEmpty());
  EXPECT_THAT(Said(need, {.functional = 1}), ElementsAre(HasSubstr("dysfunctional: ")));
  EXPECT_THAT(Said(need, {.functional = 0, .dysfunctional = 5}),
              ElementsAre("functional: Please choose a number from 1 to 5."));
}

TEST(Tidied, KeepsWhatIsOfTheKind) {
  const Answer mixed{
      .number = 3, .choices = {"delivery", "price", "price"}, .text = " a ", .functional = 2};
  EXPECT_EQ(Tidied(Ask("n", QuestionKind::kNps), mixed).text, "");
  EXPECT_THAT(Tidied(Ask("m", QuestionKind::kMultipleChoice), mixed).choices,
              ElementsAre("price", "delivery"));
  EXPECT_EQ(Tidied(Ask("m", QuestionKind::kMultipleChoice), mixed).text, "");
  EXPECT_EQ(Tidied(Ask("t", QuestionKind::kText), mixed).text, "a");
  EXPECT_FALSE(Tidied(Ask("t", QuestionKind::kText), mixed).number);
}

}  // namespace
}  // namespace mainstay::survey
