#include "services/survey/responses/page_form.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/survey/questionnaires/content_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

constexpr char kType[] = "application/x-www-form-urlencoded";

Form Sample() {
  return *MakeForm(ContentOf(
      {Page("one", {Ask("nps", QuestionKind::kNps), Ask("reasons", QuestionKind::kMultipleChoice),
                    Ask("service", QuestionKind::kMatrix), Ask("words", QuestionKind::kText)}),
       Page("two", {Ask("amount", QuestionKind::kNumber), Ask("day", QuestionKind::kDate),
                    Ask("need", QuestionKind::kKano)})}));
}

TEST(PageFormTest, ReadsAnswersOfItsSection) {
  const Form form = Sample();
  const auto page = ParsePageForm(
      form, kType,
      "go=next&section=one&saved=4&shown=nps+reasons&a.nps=9&a.reasons=price&a.reasons=else&"
      "a.reasons.text=+slow+&a.service.speed=4&a.service.quality=na&a.words=yes%0D%0Ano&"
      "a.amount=7");
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->section, "one");
  EXPECT_EQ(page->save_count, 4);
  EXPECT_EQ(page->go, "next");
  EXPECT_THAT(page->shown, ElementsAre("nps", "reasons"));
  EXPECT_EQ(page->answers.at("nps").number, 9);
  EXPECT_THAT(page->answers.at("reasons").choices, ElementsAre("price", "else"));
  EXPECT_EQ(page->answers.at("reasons").text, "slow");
  EXPECT_EQ(page->answers.at("service").rows.at("speed"), 4);
  EXPECT_THAT(page->answers.at("service").not_applicable_rows, ElementsAre("quality"));
  EXPECT_EQ(page->answers.at("words").text, "yes\nno");
  EXPECT_FALSE(page->answers.contains("amount"));
}

TEST(PageFormTest, ReadsNumbersAsPeopleTypeThem) {
  const Form form = Sample();
  const auto number = [&](std::string_view typed) {
    return ParsePageForm(form, kType, absl::StrCat("section=two&a.amount=", typed))
        ->answers.at("amount")
        .number;
  };
  EXPECT_EQ(number("12.5"), 12.5);
  EXPECT_EQ(number("+1%2C500+"), 1500);
  EXPECT_EQ(number("%EF%BC%91%EF%BC%92"), 12);  // １２
  EXPECT_EQ(number("-3"), -3);
}

TEST(PageFormTest, KeepsWhatItCannotRead) {
  const Form form = Sample();
  const auto page = ParsePageForm(form, kType, "section=two&a.amount=nan&a.day=2026-02-30");
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->typed.at("amount"), "nan");
  EXPECT_EQ(page->typed.at("day"), "2026-02-30");
  ASSERT_EQ(page->problems.size(), 2u);
  EXPECT_EQ(page->problems[0].question, "amount");
  EXPECT_TRUE(page->answers.empty());
}

TEST(PageFormTest, LeavesWhatIsOffTheScaleToTheRules) {
  const Form form = Sample();
  const auto page = ParsePageForm(form, kType, "section=one&a.nps=eleven&a.service.speed=99");
  EXPECT_EQ(page->answers.at("nps").number, -1);
  EXPECT_EQ(page->answers.at("service").rows.at("speed"), 99);
  EXPECT_FALSE(Validate(form, {}, page->answers, "one").empty());
}

TEST(PageFormTest, KnowsTheOtherButtons) {
  const Form form = Sample();
  EXPECT_EQ(ParsePageForm(form, kType, "section=one&go=back")->go, "back");
  EXPECT_EQ(ParsePageForm(form, kType, "section=one&go=en")->go, "en");
  EXPECT_EQ(ParsePageForm(form, kType, "section=one&go=away")->go, "next");
}

TEST(PageFormTest, RefusesWhatIsNoPage) {
  const Form form = Sample();
  EXPECT_FALSE(ParsePageForm(form, kType, ""));
  EXPECT_FALSE(ParsePageForm(form, kType, "section=three"));
  EXPECT_FALSE(ParsePageForm(form, "application/json", "section=one"));
  EXPECT_FALSE(ParsePageForm(form, kType,
                             absl::StrCat("section=one&a.words=", std::string(300 << 10, 'x'))));
}

}  // namespace
}  // namespace mainstay::survey
