#include "tools/mainstayctl/interview_answer.h"

#include <gmock/gmock.h>

#include <string>

#include "common/status/status.h"

namespace mainstay::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace survey::v1;  // NOLINT: the messages of this file

FormQuestion Asked(QuestionKind kind) {
  FormQuestion question;
  question.set_key("q");
  question.set_kind(kind);
  return question;
}

FormQuestion Choice() {
  FormQuestion question = Asked(QUESTION_KIND_MULTIPLE_CHOICE);
  for (const char* key : {"price", "speed", "other"}) {
    FormOption& option = *question.add_options();
    option.set_key(key);
    option.set_text(std::string("The ") + key);
    option.set_other(std::string(key) == "other");
  }
  return question;
}

std::string Wrong(const FormQuestion& question, std::string_view part, std::string_view text) {
  Answer answer;
  const absl::Status read = ReadAnswer(question, part, text, answer);
  return read.ok() ? "nothing" : status::GetFieldViolations(read)[0].description;
}

TEST(InterviewAnswerTest, OptionsAreKeysTextsAndPlaces) {
  Answer answer;
  ASSERT_TRUE(ReadAnswer(Choice(), "", "3， The speed;price", answer).ok());
  EXPECT_THAT(answer.choices(), ElementsAre("other", "speed", "price"));
  EXPECT_TRUE(WantsWords(Choice(), answer));
  ASSERT_TRUE(ReadAnswer(Choice(), "", "1", answer).ok());
  EXPECT_THAT(answer.choices(), ElementsAre("price")) << "said again";
  EXPECT_FALSE(WantsWords(Choice(), answer));
  ASSERT_TRUE(ReadAnswer(Choice(), "text", "too far", answer).ok());
  EXPECT_EQ(answer.text(), "too far");
  EXPECT_THAT(Wrong(Choice(), "", "price, 4"), HasSubstr("\"4\" is no option"));
}

TEST(InterviewAnswerTest, ScalesMayNotApply) {
  FormQuestion question = Asked(QUESTION_KIND_CSAT);
  question.set_scale_min(1);
  question.set_scale_max(5);
  question.set_high_label("good");
  EXPECT_EQ(Wrong(question, "", "n/a"), "must be 1-5 (5 good)");
  question.set_not_applicable(true);
  Answer answer;
  ASSERT_TRUE(ReadAnswer(question, "", "不适用", answer).ok());
  EXPECT_TRUE(answer.not_applicable());
  question.set_kind(QUESTION_KIND_MATRIX);
  question.add_rows()->set_key("wifi");
  Answer rows;
  ASSERT_TRUE(ReadAnswer(question, "wifi", "N/A", rows).ok());
  EXPECT_THAT(rows.not_applicable_rows(), ElementsAre("wifi"));
  ASSERT_TRUE(ReadAnswer(question, "wifi", " 4 ", rows).ok());
  EXPECT_EQ(rows.rows().at("wifi"), 4);
  EXPECT_THAT(Wrong(question, "food", "4"), HasSubstr("q.wifi"));
}

TEST(InterviewAnswerTest, PairsDatesAndNumbers) {
  Answer answer;
  ASSERT_TRUE(ReadAnswer(Asked(QUESTION_KIND_KANO), "functional", "1", answer).ok());
  ASSERT_TRUE(ReadAnswer(Asked(QUESTION_KIND_KANO), "dysfunctional", "5", answer).ok());
  EXPECT_EQ(answer.functional(), 1);
  EXPECT_EQ(answer.dysfunctional(), 5);
  EXPECT_THAT(Wrong(Asked(QUESTION_KIND_KANO), "", "1"), HasSubstr("q.functional"));
  ASSERT_TRUE(ReadAnswer(Asked(QUESTION_KIND_DATE), "", "2026-02-28", answer).ok());
  EXPECT_EQ(answer.date().day(), 28);
  EXPECT_THAT(Wrong(Asked(QUESTION_KIND_DATE), "", "2026-02-30"), HasSubstr("2026-01-31"));
  ASSERT_TRUE(ReadAnswer(Asked(QUESTION_KIND_NUMBER), "", "2.5", answer).ok());
  EXPECT_EQ(answer.number(), 2.5);
  EXPECT_EQ(Wrong(Asked(QUESTION_KIND_NUMBER), "", "inf"), "must be a number");
}

}  // namespace
}  // namespace mainstay::ctl
