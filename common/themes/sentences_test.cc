#include "common/themes/sentences.h"

#include <gtest/gtest.h>

#include "common/text/rules.h"

namespace mainstay::themes {
namespace {

// The sentence around the first `term` of `text`.
std::string Around(const std::string& text, std::string_view term) {
  SentenceFinder finder;
  const auto begin = static_cast<uint32_t>(text.find(term));
  const Span sentence = finder.Around(text, {begin, begin + static_cast<uint32_t>(term.size())});
  return SpanText(text, sentence);
}

TEST(SentenceFinderTest, EndsAtChinesePunctuation) {
  const std::string text = "位置好。房间的隔音很差！下次不来了";
  EXPECT_EQ(Around(text, "位置"), "位置好。");
  EXPECT_EQ(Around(text, "隔音"), "房间的隔音很差！");
  EXPECT_EQ(Around(text, "下次"), "下次不来了");
}

TEST(SentenceFinderTest, EndsAtWhatPeopleUseForIt) {
  const std::string text = "早餐差；房间小~服务慢…吵死了\n算了";
  EXPECT_EQ(Around(text, "早餐"), "早餐差；");
  EXPECT_EQ(Around(text, "房间"), "房间小~");
  EXPECT_EQ(Around(text, "服务"), "服务慢…");
  EXPECT_EQ(Around(text, "吵"), "吵死了");
  EXPECT_EQ(Around(text, "算"), "算了");
}

TEST(SentenceFinderTest, KnowsEnglishSentences) {
  const std::string text = "It cost 2.50 EUR.  The staff were rude. Mr. Wu left.";
  EXPECT_EQ(Around(text, "cost"), "It cost 2.50 EUR.");
  EXPECT_EQ(Around(text, "rude"), "The staff were rude.");
}

TEST(SentenceFinderTest, CutsALongOneToClauses) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "这里的房间都不大，";
  text += "隔音很差，";
  for (int i = 0; i < 30; ++i) text += "那里的房间也不大，";
  const std::string sentence = Around(text, "隔音");
  EXPECT_NE(sentence.find("隔音很差，"), std::string::npos);
  EXPECT_LE(text::Characters(sentence), kMaxSentenceCharacters);
  EXPECT_GE(text::Characters(sentence), kMaxSentenceCharacters / 2);
  EXPECT_TRUE(sentence.starts_with("这里") && sentence.ends_with("不大，")) << sentence;
}

TEST(SentenceFinderTest, CutsALongClauseToCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "字";
  text += "隔音";
  for (int i = 0; i < 300; ++i) text += "字";
  const std::string sentence = Around(text, "隔音");
  EXPECT_NE(sentence.find("隔音"), std::string::npos);
  EXPECT_LE(text::Characters(sentence), kMaxSentenceCharacters);
}

TEST(SentenceFinderTest, StaysWithinTheText) {
  EXPECT_EQ(Around("差", "差"), "差");
  EXPECT_EQ(Around("。差", "差"), "差");
  EXPECT_EQ(Around("  差  ", "差"), "差");
}

TEST(SentenceFinderTest, MakesValidUtf8OfWhatIsNot) {
  EXPECT_EQ(Around("\xff隔音\xe5差。好", "隔音"), "\uFFFD隔音\uFFFD差。");
}

TEST(SentencesTest, MarksEndClauses) {
  const std::string_view text = "服务慢，价格 高";
  const auto place = [&](std::string_view words) {
    const auto begin = static_cast<uint32_t>(text.find(words));
    return Span{begin, begin + static_cast<uint32_t>(words.size())};
  };
  EXPECT_TRUE(InOneClause(text, place("服务"), place("慢")));
  EXPECT_TRUE(InOneClause(text, place("高"), place("价格")));
  EXPECT_TRUE(InOneClause(text, place("服务慢"), place("慢")));
  EXPECT_FALSE(InOneClause(text, place("服务慢"), place("价格")));
  EXPECT_FALSE(InOneClause(text, place("高"), place("慢")));
  EXPECT_FALSE(InOneClause("a\nb", {0, 1}, {2, 3}));
}

}  // namespace
}  // namespace mainstay::themes
