#include "common/text/currency.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::text {
namespace {

using ::testing::HasSubstr;

TEST(CurrencyTest, KnowsTheCodesOfIso4217) {
  for (const char* good : {"CNY", "EUR", "USD", "JPY", "HKD", "TWD", "DEM"}) {
    EXPECT_TRUE(IsCurrencyCode(good)) << good;
  }
  for (const char* bad : {"RMB", "XXQ", "XTS", "CNH", "cny", "CN", "", "CNYX", "¥"}) {
    EXPECT_FALSE(IsCurrencyCode(bad)) << bad;
  }
}

TEST(CurrencyTest, SaysWhatIsMeant) {
  EXPECT_THAT(CurrencyRule("RMB"), HasSubstr("RMB is written CNY"));
  EXPECT_THAT(CurrencyRule("cny"), HasSubstr("write CNY"));
  EXPECT_EQ(CurrencyRule("XXQ"), "must be an ISO 4217 code such as \"CNY\"");
}

}  // namespace
}  // namespace mainstay::text
