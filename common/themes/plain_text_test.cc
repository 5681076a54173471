#include "common/themes/plain_text.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mainstay::themes {
namespace {

std::u16string Plain(std::string_view text) { return ToPlainText(text).units; }

TEST(PlainTextTest, FoldsWidthAndCase) {
  EXPECT_EQ(Plain("ＷｉＦｉ　１２３，好！"), u"wifi 123,好!");
  EXPECT_EQ(Plain("20㎡ ﬁne"), u"20m2 fine");
}

TEST(PlainTextTest, LeavesTraditionalCharactersAlone) { EXPECT_EQ(Plain("隔音較差"), u"隔音較差"); }

TEST(PlainTextTest, StraightensApostrophes) { EXPECT_EQ(Plain("don’t"), u"don't"); }

TEST(PlainTextTest, DropsMarkupAndAddresses) {
  EXPECT_EQ(Plain("很差<br/>很脏"), u"很差\n很脏");
  EXPECT_EQ(Plain("<p class=\"a\">脏</p>"), u"\n脏\n");
  EXPECT_EQ(Plain("a&nbsp;b&#39;c&#x3b;d"), u"a b'c d");
  EXPECT_EQ(Plain("见https://example.com/a?b=c。好"), u"见\n。好");
  EXPECT_EQ(Plain("WWW.example.com 好"), u"\n 好");
}

TEST(PlainTextTest, KeepsWhatOnlyLooksLikeMarkup) {
  EXPECT_EQ(Plain("3<5 & 7>2"), u"3<5 & 7>2");
  EXPECT_EQ(Plain("<好>"), u"<好>");
  EXPECT_EQ(Plain("AT&T;"), u"at ");  // a reference by its form
}

TEST(PlainTextTest, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(Plain("好\xff\xfe差"), u"好  差");
  EXPECT_EQ(Plain("好\xe5\xa5"), u"好 ");
  EXPECT_EQ(Plain(std::string_view("a\0b", 3)), u"a b");
}

TEST(PlainTextTest, KeepsEmojiWithoutTheirJoiners) {
  EXPECT_EQ(Plain("好\U0001F44D\u200d"), u"好\U0001F44D");
}

TEST(PlainTextTest, KnowsWhereEachUnitComesFrom) {
  const PlainText plain = ToPlainText("a㎡<br>好");
  ASSERT_EQ(plain.units, u"am2\n好");
  EXPECT_EQ(plain.offsets, (std::vector<uint32_t>{0, 1, 1, 4, 8, 11}));
}

TEST(PlainTextTest, ReadsAtMostSoManyCharacters) {
  std::string text;
  for (size_t i = 0; i < kMaxTextCharacters + 100; ++i) text += "好";
  const PlainText plain = ToPlainText(text);
  EXPECT_EQ(plain.units.size(), kMaxTextCharacters);
  EXPECT_EQ(plain.offsets.back(), 3 * kMaxTextCharacters);
}

TEST(PlainTextTest, OfNothingIsNothing) {
  EXPECT_EQ(Plain(""), u"");
  EXPECT_EQ(ToPlainText("").offsets, std::vector<uint32_t>{0});
}

}  // namespace
}  // namespace mainstay::themes
