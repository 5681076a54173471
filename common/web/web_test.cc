#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/web/form.h"
#include "common/web/html.h"
#include "common/web/language.h"

namespace mainstay::web {
namespace {

constexpr char kForm[] = "application/x-www-form-urlencoded";

TEST(EscapeTest, EndsNoElementAndNoAttribute) {
  EXPECT_EQ(Escape("<b a=\"'\">&amp;水"), "&lt;b a=&quot;&#39;&quot;&gt;&amp;amp;水");
}

TEST(FormTest, ReadsFieldsInOrder) {
  const auto fields = ParseForm(absl::StrCat(kForm, "; charset=UTF-8"),
                                "a.x=1&a.x=2&&b=%E6%B0%B4+%26%0D%0A100%25&c&=d&e=100%", 100, 10);
  ASSERT_TRUE(fields.has_value());
  ASSERT_EQ(fields->size(), 6u);
  EXPECT_EQ((*fields)[0].name, "a.x");
  EXPECT_EQ((*fields)[0].value, "1");
  EXPECT_EQ((*fields)[1].value, "2");
  EXPECT_EQ((*fields)[2].value, "水 &\n100%");
  EXPECT_EQ((*fields)[3].name, "c");
  EXPECT_EQ((*fields)[4].name, "");
  EXPECT_EQ((*fields)[5].value, "100%");
}

TEST(FormTest, RefusesWhatIsNone) {
  EXPECT_FALSE(ParseForm("application/json", "a=1", 100, 10));
  EXPECT_FALSE(ParseForm("", "a=1", 100, 10));
  EXPECT_FALSE(ParseForm(kForm, std::string(101, 'x'), 100, 10));
  EXPECT_FALSE(ParseForm(kForm, "a=1&b=2&c=3", 100, 2));
  EXPECT_TRUE(ParseForm(kForm, "", 100, 2)->empty());
}

TEST(FormTest, LeavesOutWhatNoTextCanHave) {
  // NUL, ESC, a lone byte, an overlong "/", a surrogate, a C1 control, one beyond Unicode.
  const auto fields = ParseForm(
      kForm, "n%00=a%00%1Bb%FFc%C0%AFd%ED%A0%80e%C2%85f%F4%90%80%80g%09%F0%9F%98%80", 200, 1);
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ((*fields)[0].name, "n");
  EXPECT_EQ((*fields)[0].value, "abcdefg\t😀");
}

TEST(FormTest, CutsBetweenCharacters) {
  EXPECT_EQ(Cut("水a😀b", 3), "水a😀");
  EXPECT_EQ(Cut("水", 3), "水");
  EXPECT_EQ(Cut("水", 0), "");
}

TEST(LanguageTest, IsTheOneThatWeighsMore) {
  using enum Language;
  struct {
    std::string_view header;
    Language language;
  } const cases[] = {
      {"", kChinese},
      {"*", kChinese},
      {"zh-CN,zh;q=0.9,en;q=0.8", kChinese},
      {"en-US,en;q=0.9,zh-CN;q=0.8", kEnglish},
      {"fr-FR, zh;q=0.3, en;q=0.2", kChinese},
      {"fr-FR, de", kEnglish},
      {"en, zh", kEnglish},
      {"zh, en", kChinese},
      {"ZH-hant;Q=0.5, EN;q=0.4", kChinese},
      {"en;q=0, zh", kChinese},
      {"en;q=abc, zh;q=0.1", kChinese},
      {";;;,,,=", kEnglish},
  };
  for (const auto& [header, language] : cases) {
    EXPECT_EQ(LanguageOf(header), language) << header;
  }
}

}  // namespace
}  // namespace mainstay::web
