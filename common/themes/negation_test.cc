#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "common/themes/words.h"

namespace mainstay::themes {
namespace {

// The words that are left, joined with " / "; "|" where phrases end.
std::string Words(std::string_view text) {
  WordCutter cutter;
  return absl::StrJoin(JoinNegators(cutter.Cut(ToPlainText(text))), " / ",
                       [](std::string* out, const Word& word) {
                         out->append(word.word_class == WordClass::kBreak ? "|" : word.text);
                       });
}

TEST(NegationTest, JoinsTheNegatorToWhatItDenies) {
  EXPECT_EQ(Words("房间不干净"), "房间 / 不干净");
  EXPECT_EQ(Words("没有热水"), "没有热水");
  EXPECT_EQ(Words("不能上网"), "不能上网");
  EXPECT_EQ(Words("干净"), "干净");
}

TEST(NegationTest, SaysItInOneWay) {
  EXPECT_EQ(Words("不太干净"), "不干净");
  EXPECT_EQ(Words("不是很干净"), "不干净");
  EXPECT_EQ(Words("并不干净"), "不干净");
  EXPECT_EQ(Words("也不怎么干净"), "不干净");
  EXPECT_EQ(Words("不太好"), "不好");
  EXPECT_EQ(Words("不是很好"), "不好");
  EXPECT_EQ(Words("没热水"), "没有热水");
  EXPECT_EQ(Words("无热水"), "没有热水");
  EXPECT_EQ(Words("根本没有任何热水"), "没有热水");
  EXPECT_EQ(Words("无法上网"), "不能上网");
  EXPECT_EQ(Words("没办法上网"), "不能上网");
}

TEST(NegationTest, DeniesFromBehindToo) {
  EXPECT_EQ(Words("连拖鞋都没有"), "没有拖鞋");
  EXPECT_EQ(Words("热水也没有，"), "没有热水 / |");
  EXPECT_EQ(Words("热水没有"), "热水");  // not what the customer says in that way
}

TEST(NegationTest, TakesPraiseForPraise) {
  EXPECT_EQ(Words("早餐不错"), "早餐 / 不错");
  EXPECT_EQ(Words("还不错"), "不错");
}

TEST(NegationTest, TwoNegatorsCancel) {
  EXPECT_EQ(Words("不是不干净"), "干净");
  EXPECT_EQ(Words("不是不好"), "好");
  EXPECT_EQ(Words("没有什么不满意"), "满意");
  EXPECT_EQ(Words("not without problems"), "problem");
}

TEST(NegationTest, QuestionsDenyNothing) {
  EXPECT_EQ(Words("有没有热水"), Words("热水"));
  EXPECT_EQ(Words("房间干净不干净"), "房间 / 干净 / 干净");
}

TEST(NegationTest, EndsWithItsClause) {
  EXPECT_EQ(Words("没有，热水很好"), "| / 热水 / 好");
  EXPECT_EQ(Words("No, the room was clean"), "| / room / clean");
}

TEST(NegationTest, BeginsAClauseToo) {
  EXPECT_EQ(Words("房间很小，不干净"), "房间 / 小 / | / 不干净");
  EXPECT_EQ(Words("房间 不干净"), "房间 / | / 不干净");
  EXPECT_EQ(Words("脏。不会再来"), "脏 / | / 不会再来");
  EXPECT_EQ(Words("，没热水"), "| / 没有热水");
  EXPECT_EQ(Words("脏\n无法上网"), "脏 / | / 不能上网");
}

TEST(NegationTest, SaysThatNobodyComesBack) {
  EXPECT_EQ(Words("再也不会来了"), "不会再来");
  EXPECT_EQ(Words("下次绝对不会再选择"), "| / 不会再来");
  EXPECT_EQ(Words("不会入住"), "不会再来");
  EXPECT_EQ(Words("大家不要去住"), "| / 不要去");
  EXPECT_EQ(Words("不能入住"), "不能入住");
  EXPECT_EQ(Words("不要去了"), "不要去");
}

TEST(NegationTest, JoinsInEnglish) {
  EXPECT_EQ(Words("not very good"), "not good");
  EXPECT_EQ(Words("The staff weren’t really helpful"), "staff / not helpful");
  EXPECT_EQ(Words("no hot water"), "no hot / water");
  EXPECT_EQ(Words("there is no heating"), "| / no heating");
  EXPECT_EQ(Words("it doesn't work"), "| / not work");
  EXPECT_EQ(Words("cannot recommend"), "not recommend");
  EXPECT_EQ(Words("good"), "good");
}

TEST(NegationTest, EnglishLosesAPluralS) {
  EXPECT_EQ(Words("rooms batteries boxes dishes"), "room / battery / box / dish");
  EXPECT_EQ(Words("bus glass analysis"), "bus / glass / analysis");
  EXPECT_EQ(Words("no rooms"), "no room");
}

TEST(NegationTest, KeepsTheWayItWasWritten) {
  WordCutter cutter;
  const std::vector<Word> words = JoinNegators(cutter.Cut(ToPlainText("没有任何热水 rooms")));
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[0].word_class, WordClass::kDenied);
  EXPECT_EQ(words[1].shown, "rooms");
}

TEST(NegationTest, SpansFromTheNegatorToItsWord) {
  WordCutter cutter;
  const std::vector<Word> words = JoinNegators(cutter.Cut(ToPlainText("房间不太干净")));
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[1].begin, 6u);
  EXPECT_EQ(words[1].end, 18u);
  EXPECT_EQ(words[1].word_class, WordClass::kDenied);
}

}  // namespace
}  // namespace mainstay::themes
