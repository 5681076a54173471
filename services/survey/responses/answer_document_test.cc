#include "services/survey/responses/answer_document.h"

#include <gtest/gtest.h>

namespace mainstay::survey {
namespace {

Answers Every() {
  Answers answers;
  answers["nps"].number = 9;
  answers["price"].number = 12.5;
  answers["reasons"].choices = {"price", "other"};
  answers["reasons"].text = "交货\n\"慢\"";
  answers["when"].date = absl::CivilDay(2026, 3, 1);
  answers["service"].rows = {{"speed", 4}, {"skill", 5}};
  answers["service"].not_applicable_rows = {"price"};
  answers["need"].functional = 1;
  answers["need"].dysfunctional = 5;
  answers["csat"].not_applicable = true;
  return answers;
}

TEST(AnswerDocumentTest, HasOneObjectByQuestion) {
  EXPECT_EQ(AnswerDocument(Every()),
            R"({"csat":{"not_applicable":true},"need":{"dysfunctional":5,"functional":1},)"
            R"("nps":{"number":9},"price":{"number":12.5},)"
            R"("reasons":{"choices":["price","other"],"text":"交货\n\"慢\""},)"
            R"("service":{"not_applicable_rows":["price"],"rows":{"skill":5,"speed":4}},)"
            R"("when":{"date":"2026-03-01"}})");
}

TEST(AnswerDocumentTest, IsReadBack) {
  const auto read = ParseAnswerDocument(AnswerDocument(Every()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(AnswerDocument(*read), AnswerDocument(Every()));
  EXPECT_EQ(read->at("when").date, absl::CivilDay(2026, 3, 1));
  EXPECT_EQ(read->at("service").rows.at("speed"), 4);
}

TEST(AnswerDocumentTest, LeavesOutWhatWasLeftEmpty) {
  Answers answers;
  answers["nps"];
  EXPECT_EQ(AnswerDocument(answers), "{}");
}

TEST(AnswerDocumentTest, RefusesWhatIsNone) {
  for (const char* json :
       {"", "[]", "null", R"({"a":1})", R"({"a":{"number":"9"}})", R"({"a":{"date":"soon"}})",
        R"({"a":{"rows":{"x":"y"}}})", R"({"a":{"other":1}})", R"({"a":{"choices":[1]}})"}) {
    EXPECT_FALSE(ParseAnswerDocument(json).ok()) << json;
  }
}

}  // namespace
}  // namespace mainstay::survey
