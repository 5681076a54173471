#include "services/gateway/transcode/percent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/gateway/transcode/query.h"
#include "services/gateway/transcode/utf8.h"

namespace mainstay::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PercentTest, Decodes) {
  struct {
    std::string_view text, all, except_slash, query;
  } cases[] = {
      {"", "", "", ""},
      {"plain", "plain", "plain", "plain"},
      {"a+b", "a+b", "a+b", "a b"},
      {"a%2Bb", "a+b", "a+b", "a+b"},
      {"a%20b", "a b", "a b", "a b"},
      {"a%2Fb", "a/b", "a%2Fb", "a/b"},
      {"a%2fb", "a/b", "a%2fb", "a/b"},
      {"%e5%8c%97", "北", "北", "北"},
      {"100%25", "100%", "100%", "100%"},
      {"%252F", "%2F", "%2F", "%2F"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(PercentDecode(c.text, PercentRule::kAll).value(), c.all) << c.text;
    EXPECT_EQ(PercentDecode(c.text, PercentRule::kExceptSlash).value(), c.except_slash) << c.text;
    EXPECT_EQ(PercentDecode(c.text, PercentRule::kQuery).value(), c.query) << c.text;
  }
}

TEST(PercentTest, RefusesWhatIsMalformed) {
  for (std::string_view text : {"%", "a%", "%2", "%zz", "%2x", "%+1", "%-1", "%%41", "%C3", "%FF",
                                "%ED%A0%80", "%C0%AF", "%F5%80%80%80"}) {
    EXPECT_FALSE(PercentDecode(text, PercentRule::kAll).ok()) << text;
    EXPECT_FALSE(PercentDecode(text, PercentRule::kQuery).ok()) << text;
  }
}

MATCHER_P2(Parameter, name, value, "") { return arg.name == name && arg.value == value; }

TEST(QueryTest, Parses) {
  EXPECT_THAT(ParseQuery("").value(), IsEmpty());
  EXPECT_THAT(ParseQuery("&&").value(), IsEmpty());
  EXPECT_THAT(ParseQuery("a=1&b=2").value(), ElementsAre(Parameter("a", "1"), Parameter("b", "2")));
  EXPECT_THAT(ParseQuery("a&b=").value(), ElementsAre(Parameter("a", ""), Parameter("b", "")));
  EXPECT_THAT(ParseQuery("a=1=2").value(), ElementsAre(Parameter("a", "1=2")));
  EXPECT_THAT(ParseQuery("a%2Eb=x+y").value(), ElementsAre(Parameter("a.b", "x y")));
  EXPECT_THAT(ParseQuery("a%3D=%26").value(), ElementsAre(Parameter("a=", "&")));
  EXPECT_FALSE(ParseQuery("a=%").ok());
  EXPECT_FALSE(ParseQuery("%x=1").ok());
}

TEST(Utf8Test, KnowsWellFormedSequences) {
  for (std::string_view good : {"", "ascii text of some length", "é", "客户", "😀", "\xEF\xBF\xBF",
                                "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF", "12345678é"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (std::string_view bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE5\x8C", "1234567\xE5", "\xC3("}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

}  // namespace
}  // namespace mainstay::gateway
