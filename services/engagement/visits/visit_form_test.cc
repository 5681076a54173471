#include "services/engagement/visits/visit_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status))
    fields.push_back(violation.field);
  return fields;
}

VisitForm Form() {
  return {.kind = "review",
          .version = 1,
          .fields = {{.key = "mood",
                      .label = "Mood",
                      .type = "choice",
                      .choices = {"好", "不好"},
                      .required = true},
                     {.key = "score", .label = "Score", .type = "number"},
                     {.key = "again", .label = "Again?", .type = "boolean"},
                     {.key = "due", .label = "Due", .type = "date"},
                     {.key = "note", .label = "Note", .type = "text", .required = true}}};
}

TEST(VisitFormTest, ADeclarationIsChecked) {
  EXPECT_THAT(Fields(Validate(Form())), IsEmpty());
  VisitForm form = Form();
  form.fields[0].choices = {"好"};
  form.fields[1].key = "Score";
  form.fields[2].choices = {"yes", "no"};
  form.fields[3].key = "mood";
  form.fields[4].label = "";
  form.fields.push_back({.key = "x", .label = "X"});
  EXPECT_THAT(Fields(Validate(form)),
              ElementsAre("fields[0].choices", "fields[1].key", "fields[2].choices",
                          "fields[3].key", "fields[4].label", "fields[5].type"));
}

TEST(VisitFormTest, AnswersAreChecked) {
  EXPECT_THAT(Fields(CheckAnswers(Form(), {{"mood", "好"}, {"note", "x"}})), IsEmpty());
  EXPECT_THAT(Fields(CheckAnswers(Form(), {{"mood", "好"},
                                           {"note", "x"},
                                           {"score", "-12.50"},
                                           {"again", "false"},
                                           {"due", "2028-02-29"}})),
              IsEmpty());
  EXPECT_THAT(Fields(CheckAnswers(Form(), {})),
              ElementsAre("form_answers.mood", "form_answers.note"));
  EXPECT_THAT(Fields(CheckAnswers(Form(), {{"mood", "soso"},
                                           {"note", ""},
                                           {"score", "1.2.3"},
                                           {"again", "yes"},
                                           {"due", "2027-02-29"},
                                           {"other", "1"}})),
              ElementsAre("form_answers.mood", "form_answers.score", "form_answers.again",
                          "form_answers.due", "form_answers.note", "form_answers.other"));
  for (const char* number : {"", "-", ".5", "5.", "1e3", "٣", "0x1"}) {
    EXPECT_THAT(Fields(CheckAnswers(Form(), {{"mood", "好"}, {"note", "x"}, {"score", number}})),
                ElementsAre("form_answers.score"))
        << number;
  }
}

TEST(VisitFormTest, WithoutADeclarationNothingIsAsked) {
  EXPECT_THAT(Fields(CheckAnswers({.kind = "visit"}, {})), IsEmpty());
  EXPECT_THAT(Fields(CheckAnswers({.kind = "visit"}, {{"a", "b"}})), ElementsAre("form_answers.a"));
}

}  // namespace
}  // namespace mainstay::engagement
