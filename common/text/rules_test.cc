#include "common/text/rules.h"

#include <gtest/gtest.h>

namespace mainstay::text {
namespace {

size_t Violations(std::string_view text, size_t min, size_t max, Lines lines) {
  std::vector<status::FieldViolation> violations;
  CheckText("field", text, min, max, lines, violations);
  return violations.size();
}

TEST(TextRules, CountsCharactersNotBytes) {
  EXPECT_EQ(Characters("华为a"), 3u);
  EXPECT_EQ(Violations("华为", 1, 2, Lines::kOne), 0u);
  EXPECT_EQ(Violations("华为a", 1, 2, Lines::kOne), 1u);
  EXPECT_EQ(Violations("", 1, 2, Lines::kOne), 1u);
}

TEST(TextRules, RefusesControlCharacters) {
  EXPECT_EQ(Violations("a\nb", 0, 9, Lines::kOne), 1u);
  EXPECT_EQ(Violations("a\n\tb", 0, 9, Lines::kMany), 0u);
  EXPECT_EQ(Violations(std::string_view("a\0b", 3), 0, 9, Lines::kMany), 1u);
  EXPECT_EQ(Violations("a\x7f", 0, 9, Lines::kMany), 1u);
}

TEST(TextRules, TrimsChineseSpacesToo) {
  EXPECT_EQ(Trim(" \u3000 华为 \u3000"), "华为");
  EXPECT_EQ(Trim("\u3000"), "");
}

TEST(TextRules, MakesFilesTextAcceptable) {
  EXPECT_EQ(Acceptable(" a\x01"
                       "b\n",
                       10),
            "a b");
  EXPECT_EQ(Acceptable("华为技术", 2), "华为");
}

TEST(TextRulesTest, TimeZonesAreThoseThatTheDatabaseReadsAlike) {
  for (const char* good : {"UTC", "Asia/Shanghai", "America/Argentina/Buenos_Aires"}) {
    EXPECT_TRUE(IsTimeZone(good)) << good;
  }
  for (const char* bad : {"", "Mars/Olympus", "/usr/share/zoneinfo/Asia/Shanghai",
                          "Asia/../Asia/Tokyo", "Fixed/UTC+08:00:00", "UTC+8", "localtime"}) {
    EXPECT_FALSE(IsTimeZone(bad)) << bad;
  }
}

}  // namespace
}  // namespace mainstay::text
