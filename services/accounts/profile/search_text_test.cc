#include "services/accounts/profile/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NormalName, LeavesOutWhatOnlySaysThatItIsACompany) {
  EXPECT_EQ(NormalName("华为技术有限公司"), "华为技术");
  EXPECT_EQ(NormalName("華為技術 有限責任公司"), "华为技术");
  EXPECT_EQ(NormalName("海尔集团股份有限公司"), "海尔");
  EXPECT_EQ(NormalName("海尔集团"), "海尔");
  EXPECT_EQ(NormalName("Acme Trading Co., Ltd."), "acmetrading");
  EXPECT_EQ(NormalName("ACME TRADING, Inc."), "acmetrading");
  EXPECT_EQ(NormalName("Acme Trading LLC"), "acmetrading");
  EXPECT_EQ(NormalName("Müller GmbH"), "muller");
  EXPECT_EQ(NormalName("Müller GmbH & Co. KG"), "muller");
  EXPECT_EQ(NormalName("Acme Pte. Ltd."), "acme");
  EXPECT_EQ(NormalName("Acme Co.,Ltd"), "acme");
  EXPECT_EQ(NormalName("Acme Ｃｏ．，Ｌｔｄ．"), "acme");
  EXPECT_EQ(NormalName("Nestlé S.A."), "nestle");
}

TEST(NormalName, KeepsWhatOnlyLooksLikeAnEnding) {
  EXPECT_EQ(NormalName("Mexico"), "mexico");
  EXPECT_EQ(NormalName("有限公司"), "有限公司");
  EXPECT_EQ(NormalName("Zinc"), "zinc");
  EXPECT_EQ(NormalName("Co."), "co");
  EXPECT_EQ(NormalName("& Co."), "co");
}

TEST(SortName, OrdersChineseByPinyin) {
  EXPECT_LT(SortName("阿里巴巴"), SortName("百度"));
  EXPECT_LT(SortName("百度"), SortName("华为"));
  EXPECT_LT(SortName("Baidu"), SortName("华为"));
  EXPECT_LT(SortName("华为"), SortName("ZTE"));
}

TEST(SearchText, HoldsNamesIdsAndPinyinOnce) {
  Account account;
  account.display_name = "华为技术";
  account.short_name = "华为";
  account.aliases = {"HUAWEI", "华为"};
  account.tax_id = "9144030071526726XG";
  account.external_id = "C-100";
  account.website = "https://www.huawei.com";
  EXPECT_EQ(SearchText(account),
            "华为技术\nhuaweijishu\nhwjs\n华为\nhuawei\nhw\n9144030071526726xg\nc100\nhuaweicom");
}

}  // namespace
}  // namespace mainstay::accounts
