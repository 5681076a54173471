#include "common/api/money.h"

#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

google::type::Money Money(int64_t units, int32_t nanos, const std::string& currency = "GBP") {
  google::type::Money money;
  money.set_units(units);
  money.set_nanos(nanos);
  money.set_currency_code(currency);
  return money;
}

std::string Shown(std::string_view decimal) { return MoneyOf(decimal, "GBP").ShortDebugString(); }

TEST(MoneyTest, KeepsSignAndPlaces) {
  EXPECT_EQ(Shown("8300065.814"), Money(8300065, 814000000).ShortDebugString());
  EXPECT_EQ(Shown("-0.5"), Money(0, -500000000).ShortDebugString());
  EXPECT_EQ(Shown("-12"), Money(-12, 0).ShortDebugString());
  EXPECT_EQ(Shown("0.000000001"), Money(0, 1).ShortDebugString());
  EXPECT_EQ(Shown(".5"), Money(0, 500000000).ShortDebugString());
}

TEST(MoneyTest, RoundsHalfAwayFromZeroBeyondNanos) {
  EXPECT_EQ(Shown("0.0000000005"), Money(0, 1).ShortDebugString());
  EXPECT_EQ(Shown("-0.9999999995"), Money(-1, 0).ShortDebugString());
  EXPECT_EQ(Shown("0.00000000049"), Money(0, 0).ShortDebugString());
}

TEST(MoneyTest, GoesBackToADecimal) {
  EXPECT_EQ(*DecimalOf(Money(12, 500000000), "amount"), "12.5");
  EXPECT_EQ(*DecimalOf(Money(100, 0), "amount"), "100");
  EXPECT_EQ(*DecimalOf(Money(0, -1), "amount"), "-0.000000001");
  EXPECT_EQ(*DecimalOf(Money(-7, -10), "amount"), "-7.00000001");
  EXPECT_EQ(*DecimalOf(Money(INT64_MIN, 0), "amount"), "-9223372036854775808");
  EXPECT_FALSE(DecimalOf(Money(1, -1), "amount").ok());
  EXPECT_FALSE(DecimalOf(Money(-1, 1), "amount").ok());
  EXPECT_FALSE(DecimalOf(Money(1, 1000000000), "amount").ok());
}

}  // namespace
}  // namespace mainstay::api
