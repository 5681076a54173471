#include "common/text/fold.h"

#include <gtest/gtest.h>

namespace mainstay::text {
namespace {

TEST(TextFold, SetsAsideWhatPeopleVary) {
  EXPECT_EQ(Fold("華為（深圳）　Ｌｔｄ."), "华为深圳ltd");
  EXPECT_EQ(Fold("Müller & Söhne GmbH"), "mullersohnegmbh");
  EXPECT_EQ(Fold("STRASSE straße"), "strassestrasse");
  EXPECT_EQ(Fold("A-B_c d\te"), "abcde");
  EXPECT_EQ(Fold("①②"), "12");
  EXPECT_EQ(Fold("！？…"), "");
  EXPECT_EQ(Fold(""), "");
}

TEST(TextFold, ReadsChineseNames) {
  EXPECT_EQ(PinyinOf("华为技术").full, "huaweijishu");
  EXPECT_EQ(PinyinOf("华为技术").initials, "hwjs");
  EXPECT_EQ(PinyinOf("tcl集团").full, "tcljituan");
  EXPECT_EQ(PinyinOf("tcl集团").initials, "tcljt");
  EXPECT_EQ(PinyinOf("acme").full, "");
}

TEST(TextFold, ReadsPlacesAndBanksAsTheirNamesAreRead) {
  EXPECT_EQ(PinyinOf("重庆长安").full, "chongqingchangan");
  EXPECT_EQ(PinyinOf("厦门银行").full, "xiamenyinhang");
  EXPECT_EQ(PinyinOf("成都大厦").full, "chengdudasha");
}

}  // namespace
}  // namespace mainstay::text
