#include "services/accounts/trade/order.h"

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::accounts {
namespace {

using testing::FieldsOf;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1767225600);  // 2026-01-01

Order GoodOrder() {
  return {.order_number = "536365",
          .currency_code = "GBP",
          .lines = {{.product = "85123A", .quantity = "6", .unit_price = "2.55"}}};
}

TEST(OrderTest, AcceptsAnOrder) { EXPECT_TRUE(Validate(GoodOrder(), kNow).ok()); }

TEST(OrderTest, NamesEveryBadField) {
  Order order = GoodOrder();
  order.order_number = "";
  order.currency_code = "RMB";
  order.lines.push_back({.product = std::string(101, 'x'), .quantity = "six", .unit_price = "1e3"});
  EXPECT_THAT(FieldsOf(Validate(order, kNow)),
              UnorderedElementsAre("order_number", "currency_code", "lines[1].product",
                                   "lines[1].quantity", "lines[1].unit_price"));
  order = GoodOrder();
  order.lines.clear();
  EXPECT_THAT(FieldsOf(Validate(order, kNow)), UnorderedElementsAre("lines"));
}

TEST(OrderTest, IsAtMostADayInTheFuture) {
  Order order = GoodOrder();
  order.order_time = kNow + kMaxAhead;
  EXPECT_TRUE(Validate(order, kNow).ok());
  order.order_time += absl::Seconds(1);
  EXPECT_THAT(FieldsOf(Validate(order, kNow)), UnorderedElementsAre("order_time"));
  const Payment payment{.payment_number = "P1",
                        .amount = "1",
                        .currency_code = "GBP",
                        .payment_time = kNow + 2 * kMaxAhead};
  EXPECT_THAT(FieldsOf(Validate(payment, kNow)), UnorderedElementsAre("payment_time"));
}

TEST(OrderTest, TotalsStayInBounds) {
  const auto bad_fields = [](std::vector<std::pair<std::string, std::string>> lines) {
    Order order = GoodOrder();
    order.lines.clear();
    for (auto& [quantity, price] : lines) {
      order.lines.push_back({.quantity = quantity, .unit_price = price});
    }
    return FieldsOf(Validate(order, kNow));
  };
  const std::string e9 = "1000000000";
  EXPECT_THAT(bad_fields({{e9, "999999999.999999999"}}), UnorderedElementsAre());
  EXPECT_THAT(bad_fields({{e9, e9}}), UnorderedElementsAre("lines[0]"));
  EXPECT_THAT(bad_fields({{"1", "1"}, {"-" + e9, e9}}), UnorderedElementsAre("lines[1]"));
  EXPECT_THAT(bad_fields({{"999999999999", "999999999999.999999999"}}),
              UnorderedElementsAre("lines[0]"));
  // 1e18 - 1, then to the last billionth of a billionth.
  EXPECT_THAT(bad_fields({{e9, "999999999.999999999"}, {"0.999999999", "1"}}),
              UnorderedElementsAre());
  EXPECT_THAT(bad_fields({{e9, "999999999.999999999"}, {".999999999", "1"}, {"0.000000001", "1"}}),
              UnorderedElementsAre("lines"));
  EXPECT_THAT(
      bad_fields({{"-" + e9, "999999999.999999999"}, {"1", "-1"}, {"0.000000001", "0.000000001"}}),
      UnorderedElementsAre());
  EXPECT_THAT(bad_fields({{e9, "600000000"}, {e9, "600000000"}, {"-" + e9, "300000000"}}),
              UnorderedElementsAre());
  EXPECT_THAT(bad_fields(std::vector<std::pair<std::string, std::string>>(
                  kMaxOrderLines, {"-" + e9, "999999999.9"})),
              UnorderedElementsAre("lines"));
}

TEST(PaymentTest, IsNeverZero) {
  Payment payment{.payment_number = "P1", .amount = "-12.50", .currency_code = "GBP"};
  EXPECT_TRUE(Validate(payment, kNow).ok());
  payment.amount = "0.000000000";
  payment.payment_number = "";
  EXPECT_THAT(FieldsOf(Validate(payment, kNow)), UnorderedElementsAre("payment_number", "amount"));
  payment = {.payment_number = "P1", .amount = "-1000000000000", .currency_code = "pounds"};
  EXPECT_THAT(FieldsOf(Validate(payment, kNow)),
              UnorderedElementsAre("amount", "amount.currency_code"));
}

TEST(DecimalTest, KnowsDecimals) {
  for (const char* good : {"1", "-1", "+1.5", "0.123456789", ".5", "5.", "123456789012"}) {
    EXPECT_TRUE(IsDecimal(good)) << good;
  }
  for (const char* bad :
       {"", "-", ".", "1e5", "1,5", "0.1234567890", "1234567890123", "NaN", "1-"}) {
    EXPECT_FALSE(IsDecimal(bad)) << bad;
  }
}

}  // namespace
}  // namespace mainstay::accounts
