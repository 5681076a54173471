#include "services/survey/paper/answer_cell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/paper/paper_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AnswerCellTest : public ::testing::Test {
 protected:
  AnswerCellTest() {
    file_.words = {"overall:Satisfied=5", "reason:钱=price"};
    file_.not_applicable = {"0"};
    Complete(file_);
  }

  Answer Read(const char* name, std::string_view cell) {
    Answer answer;
    EXPECT_EQ(CellReader(file_).Read(*names_.ByName(name), cell, answer), "") << cell;
    return answer;
  }
  std::string Wrong(const char* name, std::string_view cell) {
    Answer answer;
    return CellReader(file_).Read(*names_.ByName(name), cell, answer);
  }

  PaperFile file_;
  const QuestionnaireContent content_ = EveryKindOfQuestion();
  const AnswerNames names_{content_};
};

TEST_F(AnswerCellTest, ScalesAreNumbersWordsOrTheirEnds) {
  EXPECT_EQ(Read("overall", " 4 ").number, 4);
  EXPECT_EQ(Read("overall", "4.0").number, 4);
  EXPECT_EQ(Read("overall", "satisfied").number, 5) << "a word of the file's own";
  EXPECT_EQ(Read("overall", "很不满意").number, 1);
  EXPECT_EQ(Read("overall", "very satisfied").number, 5);
  EXPECT_EQ(Read("overall", "9").number, 9) << "refused by the form's own rules";
  EXPECT_THAT(Wrong("overall", "so so"), HasSubstr("from 1 to 5"));
  EXPECT_THAT(Wrong("overall", "nan"), HasSubstr("from 1 to 5"));
}

TEST_F(AnswerCellTest, NotApplicableIsNoPlaceOnTheScale) {
  EXPECT_TRUE(Read("overall", "0").not_applicable);
  EXPECT_TRUE(Read("overall", "N/A").not_applicable);
  EXPECT_FALSE(Read("overall", "0").number.has_value());
  EXPECT_EQ(Read("nps", "0").number, 0) << "on the scale of an NPS 0 is a place";
  EXPECT_THAT(Read("service.wifi", "0").not_applicable_rows, ElementsAre("wifi"));
  EXPECT_EQ(Read("service.wifi", "3").rows.at("wifi"), 3);
  EXPECT_THAT(Wrong("service.wifi", "2.5"), HasSubstr("whole"));
  EXPECT_THAT(Wrong("service.wifi", "1e300"), HasSubstr("whole"));
}

TEST_F(AnswerCellTest, OptionsAreKeysTextsOrNumbers) {
  for (const char* cell : {"price", "价格、折扣", "price; DISCOUNT", "1", "钱"}) {
    EXPECT_THAT(Read("reason", cell).choices, ElementsAre("price")) << cell;
  }
  EXPECT_THAT(Wrong("reason", "4"), HasSubstr("price, quality, other"));
  EXPECT_THAT(Wrong("reason", "贵"), HasSubstr("none of the options"));
  EXPECT_EQ(Read("reason.text", " too far ").text, " too far ");
}

TEST_F(AnswerCellTest, MultipleChoicesStandInOneColumnOrSeveral) {
  EXPECT_THAT(Read("channels", "phone; 1").choices, ElementsAre("phone", "web"));
  EXPECT_THAT(Read("channels", "Web; app").choices, ElementsAre("web")) << "one text";
  EXPECT_THAT(Wrong("channels", "phone;fax"), HasSubstr("\"fax\""));
  Answer answer;
  const CellReader reader(file_);
  EXPECT_EQ(reader.Read(*names_.ByName("channels.web"), "是", answer), "");
  EXPECT_EQ(reader.Read(*names_.ByName("channels.phone"), "0", answer), "");
  EXPECT_THAT(answer.choices, ElementsAre("web"));
  EXPECT_THAT(reader.Read(*names_.ByName("channels.none"), "maybe", answer), HasSubstr("1 or 0"));
}

TEST_F(AnswerCellTest, OthersReadAsTheyAre) {
  EXPECT_EQ(Read("age", "41.5").number, 41.5);
  EXPECT_THAT(Wrong("age", "old"), HasSubstr("number"));
  EXPECT_EQ(Read("visited", "2026/01/31").date, absl::CivilDay(2026, 1, 31));
  EXPECT_THAT(Wrong("visited", "31.1."), HasSubstr("2026-01-31"));
  EXPECT_EQ(Read("need.functional", "喜欢").functional, 1);
  EXPECT_EQ(Read("need.dysfunctional", "5").dysfunctional, 5);
  EXPECT_THAT(Wrong("need.dysfunctional", "?"), HasSubstr("1 (like"));
  EXPECT_EQ(Read("comment", "'=1+1").text, "=1+1");
  EXPECT_THAT(Read("reason", " ").choices, IsEmpty());
}

TEST_F(AnswerCellTest, WhatIsWrittenReadsTheSame) {
  Answers answers;
  answers["nps"].number = 0;
  answers["overall"].not_applicable = true;
  answers["reason"] = {.choices = {"other"}, .text = "=cmd()"};
  answers["channels"].choices = {"web", "phone"};
  answers["service"].rows["food"] = 2;
  answers["service"].not_applicable_rows = {"wifi"};
  answers["comment"].text = "-好\n'的";
  answers["age"].number = 0.1;
  answers["visited"].date = absl::CivilDay(2026, 2, 28);
  answers["need"].functional = 2;
  answers["need"].dysfunctional = 4;
  const CellReader reader(file_);
  Answers again;
  for (const AnswerPart& part : PartsOf(content_)) {
    const std::string cell = CellOf(part, answers[part.question->key]);
    EXPECT_EQ(reader.Read(part, cell, again[part.question->key]), "") << part.name();
    EXPECT_EQ(CellOf(part, again[part.question->key]), cell) << part.name();
  }
  EXPECT_EQ(again["reason"].text, "=cmd()");
  EXPECT_EQ(again["comment"].text, "-好\n'的");
  EXPECT_EQ(again["age"].number, 0.1);
  EXPECT_EQ(again["visited"].date, answers["visited"].date);
}

}  // namespace
}  // namespace mainstay::survey
