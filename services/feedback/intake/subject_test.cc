#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/text/rules.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {
namespace {

TEST(SubjectTest, IsTheFirstSentenceOrTheFirstClauses) {
  EXPECT_EQ(SubjectOf("房间太小，隔音也差。前台态度恶劣！"), "房间太小，隔音也差");
  EXPECT_EQ(SubjectOf("  漏油\n第二行 "), "漏油 第二行");
  EXPECT_EQ(SubjectOf("差！房间太小，隔音也差。"), "差！房间太小，隔音也差")
      << "one word says too little";
  EXPECT_EQ(SubjectOf("The seal leaks at 3.5 bar. We want a new one."),
            "The seal leaks at 3.5 bar");
  EXPECT_EQ(
      SubjectOf(
          "早餐太差，无论去多少人，那边也不加食品的，酒店应该重视一下这个问题了，房间本身很好，"
          "位置也不错，就是早餐实在说不过去，希望改进一下"),
      "早餐太差，无论去多少人，那边也不加食品的，酒店应该重视一下这个问题了，房间本身很好，"
      "位置也不错，就是早餐实在说不过去…");
  EXPECT_EQ(SubjectOf(""), "");
  EXPECT_EQ(SubjectOf(" \n\t"), "");
}

TEST(SubjectTest, NeverIsLongerThanASubjectMayBe) {
  for (const std::string& unit : {std::string("长"), std::string("a"), std::string("长，"),
                                  std::string("word "), std::string("\xf0\x9f\x98\x80")}) {
    std::string facts;
    for (int i = 0; i < 400; ++i) {
      facts += unit;
      const std::string subject = SubjectOf(facts);
      ASSERT_LE(text::Characters(subject), 60u) << subject;
      ASSERT_GE(text::Characters(subject), 1u) << facts;
    }
  }
}

}  // namespace
}  // namespace mainstay::feedback
