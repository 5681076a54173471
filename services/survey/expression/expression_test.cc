#include "services/survey/expression/expression.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/expression/satisfiability.h"
#include "services/survey/expression/scale_check.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Declarations& Known() {
  static const auto& known = *new Declarations{
      {"nps", {.type = ValueType::kNumber, .minimum = 0, .maximum = 10, .whole_number = true}},
      {"spend", {.type = ValueType::kNumber}},
      {"account.tier", {.type = ValueType::kText, .values = {"core", "potential", "general"}}},
      {"account.region", {.type = ValueType::kText}},
      {"reason", {.type = ValueType::kChoice, .values = {"price", "quality", "service"}}},
      {"used", {.type = ValueType::kChoices, .values = {"phone", "portal", "visit"}}},
      {"service", {.type = ValueType::kAny}},
      {"service.speed",
       {.type = ValueType::kNumber, .minimum = 1, .maximum = 5, .whole_number = true}},
      {"bought", {.type = ValueType::kDate}},
      {"words", {.type = ValueType::kText}}};
  return known;
}

// A respondent who answered everything but "spend".
Value Said(std::string_view name) {
  if (name == "nps") return 6.0;
  if (name == "account.tier") return std::string("core");
  if (name == "account.region") return std::string("华东");
  if (name == "reason") return std::string("price");
  if (name == "used") return std::vector<std::string>{"phone", "visit"};
  if (name == "service.speed") return 2.0;
  if (name == "bought") return absl::CivilDay(2026, 3, 31);
  if (name == "words") return std::string("交货太慢 and the Price is high");
  return {};
}

bool True(std::string_view text) {
  const absl::StatusOr<Condition> condition = ReadCondition(text, Known());
  EXPECT_TRUE(condition.ok()) << text << ": " << condition.status();
  return condition.ok() && Evaluate(*condition, Said);
}

std::string Refusal(std::string_view text) {
  return std::string(ReadCondition(text, Known()).status().message());
}

TEST(Condition, ComparesByType) {
  EXPECT_TRUE(True("nps <= 6 and account.tier = 'core'"));
  EXPECT_TRUE(True("nps = 6"));
  EXPECT_FALSE(True("nps != 6"));
  EXPECT_TRUE(True("nps > -1 and nps < 6.5"));
  EXPECT_TRUE(True("reason in ['price', 'quality']"));
  EXPECT_FALSE(True("reason not in ['price', 'quality']"));
  EXPECT_TRUE(True("nps in [5, 6] and nps not in [0, 1]"));
  EXPECT_TRUE(True("contains(used, 'visit') and not contains(used, 'portal')"));
  EXPECT_TRUE(True("service.speed < 3"));
  EXPECT_TRUE(True("bought >= '2026-01-01' and bought < '2026-04-01'"));
  EXPECT_TRUE(True("account.region = '华东'"));
}

TEST(Condition, FindsWordsHoweverTheyAreWritten) {
  EXPECT_TRUE(True("contains(words, 'price')"));
  EXPECT_TRUE(True("contains(words, '太慢')"));
  EXPECT_FALSE(True("contains(words, 'quality')"));
}

TEST(Condition, BindsNotThenAndThenOr) {
  EXPECT_TRUE(True("true or true and false"));
  EXPECT_FALSE(True("(true or true) and false"));
  EXPECT_TRUE(True("not false and true"));
  EXPECT_FALSE(True("not (false or true)"));
  EXPECT_TRUE(True("not not true"));
}

TEST(Condition, IsFalseOfWhatHasNoValue) {
  for (const std::string_view text : {"spend = 1", "spend != 1", "spend < 1", "spend in [1]",
                                      "spend not in [1]", "answered(spend)"}) {
    EXPECT_FALSE(True(text)) << text;
  }
  EXPECT_TRUE(True("not (spend <= 6)"));
  EXPECT_TRUE(True("answered(nps) and not answered(service)"));
}

TEST(Condition, BlankIsAlwaysTrue) {
  EXPECT_TRUE(True(""));
  EXPECT_TRUE(True(" \n"));
  EXPECT_TRUE(Evaluate(Condition(), Said));
}

TEST(Condition, NamesWhatItAsks) {
  const Condition condition =
      *ParseCondition("service.speed < 3 or nps > 8 and not answered(service.speed)");
  EXPECT_THAT(NamesIn(condition), ElementsAre("service.speed", "nps"));
}

TEST(Condition, TakesQuotesInTexts) {
  const Condition condition = *ParseCondition("account.region = 'Xi''an'");
  EXPECT_TRUE(Evaluate(condition, [](std::string_view) { return Value(std::string("Xi'an")); }));
}

TEST(Condition, SaysWhereAndWhatToDo) {
  EXPECT_EQ(Refusal("nps <= "),
            "at character 8: write a number or a text in single quotes after \"<=\"");
  EXPECT_THAT(Refusal("account.region = '华东' nps"),
              HasSubstr("at character 23: write \"and\" or \"or\""));
  EXPECT_THAT(Refusal("nps == 6"), HasSubstr("write \"=\" instead of \"==\""));
  EXPECT_THAT(Refusal("nps <= 6 AND true"), HasSubstr("write \"and\" in small letters"));
  EXPECT_THAT(Refusal("6 >= nps"), HasSubstr("write the name first"));
  EXPECT_THAT(Refusal("reason = \"price\""), HasSubstr("straight single quotes"));
  EXPECT_THAT(Refusal("reason = 'price"), HasSubstr("at character 10: this text does not end"));
  EXPECT_THAT(Refusal("(nps = 6"), HasSubstr("close the parenthesis"));
  EXPECT_THAT(Refusal("nps = 6)"), HasSubstr("there is no \"(\""));
  EXPECT_THAT(Refusal("nps"), HasSubstr("answered(nps)"));
  EXPECT_THAT(Refusal("nps in [1, 2"), HasSubstr("close the list"));
  EXPECT_THAT(Refusal("nps in []"), HasSubstr("write a number or a text"));
  EXPECT_THAT(Refusal("nps = 6x"), HasSubstr("write a number as 6 or 6.5"));
  EXPECT_THAT(Refusal("nps = 6 and"), HasSubstr("the condition ends where a name is missing"));
  EXPECT_THAT(Refusal("contains(used)"), HasSubstr("after a comma"));
  EXPECT_THAT(Refusal("a.b.c.d = 1"), HasSubstr("at most 3 words"));
  EXPECT_THAT(Refusal("nps # 6"), HasSubstr("no part of a condition"));
}

TEST(Condition, HasLimits) {
  EXPECT_THAT(Refusal(std::string(kMaxConditionBytes + 1, ' ')), HasSubstr("at most 2000 bytes"));
  std::string deep = "true", terms = "true", list = "nps in [1";
  for (int i = 0; i <= kMaxConditionDepth; ++i) deep = absl::StrCat("not ", deep);
  for (int i = 0; i < kMaxConditionTerms; ++i) terms += " or true";
  for (size_t i = 0; i < kMaxConditionList; ++i) list += ",1";
  EXPECT_THAT(Refusal(deep), HasSubstr("nests at most 20 deep"));
  EXPECT_THAT(Refusal(terms), HasSubstr("at most 100 comparisons"));
  EXPECT_THAT(Refusal(list + "]"), HasSubstr("at most 100 values"));
}

TEST(Condition, IsCheckedByTypes) {
  EXPECT_THAT(Refusal("reson = 'price'"), HasSubstr("did you mean \"reason\"?"));
  EXPECT_THAT(Refusal("reason = 'prise'"), HasSubstr("did you mean \"price\"?"));
  EXPECT_THAT(Refusal("reason = 'delivery'"), HasSubstr("one of: price, quality, service"));
  EXPECT_THAT(Refusal("account.tier = 'cor'"), HasSubstr("did you mean \"core\"?"));
  EXPECT_THAT(Refusal("nps = '6'"), HasSubstr("without quotes"));
  EXPECT_THAT(Refusal("reason = 1"), HasSubstr("single quotes"));
  EXPECT_THAT(Refusal("reason < 'price'"), HasSubstr("is not a number"));
  EXPECT_THAT(Refusal("used = 'phone'"), HasSubstr("contains(used, 'option')"));
  EXPECT_THAT(Refusal("contains(reason, 'price')"), HasSubstr("reason = 'option'"));
  EXPECT_THAT(Refusal("contains(nps, '6')"), HasSubstr("contains is for texts"));
  EXPECT_THAT(Refusal("service < 3"), HasSubstr("service.speed"));
  EXPECT_THAT(Refusal("bought > '2026-02-30'"), HasSubstr("write a day that there is"));
  EXPECT_THAT(Refusal("nps = 11"), HasSubstr("at most 10"));
  EXPECT_THAT(Refusal("nps in [-1]"), HasSubstr("at least 0"));
  EXPECT_THAT(Refusal("contains(words, '!')"), HasSubstr("letters or digits"));
  EXPECT_EQ(Refusal("nps < 11"), "");
}

std::string Beyond(std::string_view text) {
  return std::string(CheckScales(*ReadCondition(text, Known()), text, Known()).message());
}

TEST(CheckScales, NamesTheScaleThatANumberIsBeyond) {
  EXPECT_EQ(Beyond("nps <= 60"),
            "at character 8: \"nps\" is 0 to 10: compare it with one of those, not with 60");
  EXPECT_NE(Beyond("not (nps > -1) or nps = 3"), "");
  EXPECT_NE(Beyond("nps < 11"), "") << "everybody who answered: answered(nps) says so";
  EXPECT_EQ(Beyond("nps <= 10 and nps >= 0"), "");
}

bool Possible(std::string_view text) { return CanHold({*ReadCondition(text, Known())}, Known()); }

TEST(CanHold, FindsWhatContradictsItself) {
  EXPECT_FALSE(Possible("nps <= 6 and nps >= 9"));
  EXPECT_FALSE(Possible("nps > 8 and nps < 9"));
  EXPECT_TRUE(Possible("spend > 8 and spend < 9"));
  EXPECT_FALSE(Possible("nps > 10"));
  EXPECT_FALSE(Possible("nps = 3 and not answered(nps)"));
  EXPECT_FALSE(Possible("reason = 'price' and reason = 'quality'"));
  EXPECT_FALSE(Possible("reason not in ['price', 'quality', 'service']"));
  EXPECT_TRUE(Possible("not (reason in ['price', 'quality', 'service'])"));
  EXPECT_FALSE(Possible("contains(used, 'phone') and not contains(used, 'phone')"));
  EXPECT_FALSE(
      Possible("answered(used) and not contains(used, 'phone') and "
               "not contains(used, 'portal') and not contains(used, 'visit')"));
  EXPECT_TRUE(Possible("contains(used, 'phone') and contains(used, 'visit')"));
  EXPECT_FALSE(Possible("bought > '2026-01-01' and bought < '2026-01-02'"));
  EXPECT_TRUE(Possible("contains(words, 'slow') and not contains(words, 'late')"));
  EXPECT_FALSE(Possible("contains(words, 'slowly') and not contains(words, 'slow')"));
  EXPECT_FALSE(Possible("false"));
  EXPECT_TRUE(Possible(""));
}

TEST(CanHold, TakesConditionsTogether) {
  const Condition low = *ParseCondition("nps < 3"), high = *ParseCondition("nps > 7");
  EXPECT_FALSE(CanHold({low, high}, Known()));
  EXPECT_TRUE(CanHold({low, Not(high)}, Known()));
  EXPECT_FALSE(CanHold({AnyOf({low, high}), Not(Answered("nps"))}, Known()));
  EXPECT_FALSE(CanHold({Constant(false)}, Known()));
  EXPECT_TRUE(CanHold({AllOf({}), Not(AnyOf({}))}, Known()));
}

}  // namespace
}  // namespace mainstay::survey
