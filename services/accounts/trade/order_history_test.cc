// What changed on orders, over RPC.
#include "services/accounts/trade/order_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

class OrderHistoryTest : public OrderFixture {
 protected:
  // "version action field old → new (actor: reason)" of each change, page by page.
  std::vector<std::string> Changes(const std::string& order, int page_size = 50) {
    std::vector<std::string> changes;
    v1::ListOrderChangesRequest request;
    request.set_parent(order);
    request.set_page_size(page_size);
    do {
      const auto page = Must(Call<v1::ListOrderChangesResponse>("ListOrderChanges", request));
      for (const v1::OrderChange& change : page.changes()) {
        changes.push_back(absl::StrCat(change.version(), " ", change.action(), " ", change.field(),
                                       " ", change.old_value(), " → ", change.new_value(), " (",
                                       change.actor(), ": ", change.reason(), ")"));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return changes;
  }
};

TEST_F(OrderHistoryTest, WhatReplacesAnOrderSaysWhatItWasAndLeavesATrace) {
  const std::string account = MakeAccount("k");
  v1::RecordOrderRequest request = OrderOf(account, "1", "3", "2.50");
  request.set_reason("by phone");
  const v1::Order first = Must(Record(request));
  EXPECT_FALSE(first.has_replaced());
  EXPECT_FALSE(Must(Record(request)).has_replaced()) << "the same again";
  request.set_reason("typing error");
  request.mutable_order()->mutable_order_time()->set_seconds(kNewYear + kDay);
  request.mutable_order()->set_currency_code("EUR");
  *request.mutable_order()->add_lines() = request.order().lines(0);
  const v1::Order second = Must(Record(request, "bob"));
  ASSERT_TRUE(second.has_replaced());
  EXPECT_EQ(second.replaced().total().units(), 7);
  EXPECT_EQ(second.replaced().total().currency_code(), "CNY");
  EXPECT_EQ(second.replaced().line_count(), 1);
  EXPECT_EQ(second.replaced().order_time().seconds(), kNewYear);
  const std::vector<std::string> expected = {
      "2 replace order_time 2026-01-01T00:00:00Z → 2026-01-02T00:00:00Z (bob: typing error)",
      "2 replace currency_code CNY → EUR (bob: typing error)",
      "2 replace total 7.5 → 15 (bob: typing error)",
      "2 replace line_count 1 → 2 (bob: typing error)",
      "2 replace lines  → A,3,2.5,thing A (bob: typing error)",
      "1 create   →  (ada: by phone)"};
  EXPECT_EQ(Changes(first.name()), expected);
  EXPECT_EQ(Changes(first.name(), 1), expected);
  EXPECT_EQ(Changes(first.name(), 4), expected);
}

TEST_F(OrderHistoryTest, ImportsThatReplaceOrdersAreTheirReason) {
  MustImport(absl::StrCat(kHeader, "1,A,thing A,3,2026-01-01,2.5,K,Peru\n",
                          "2,A,thing A,3,2026-01-01,2.5,K,Peru\n"));
  const std::string before = Newest().name();
  service_.clock().Advance(absl::Seconds(1));
  const std::string after =
      MustImport(absl::StrCat(kHeader, "1,A,thing A,4,2026-01-01,2.5,K,Peru\n",
                              "2,A,thing A,3,2026-01-01,2.5,K,Peru\n"))
          .name();
  v1::ListOrdersRequest list;
  list.set_parent(AccountOf("K"));
  list.set_filter("order_number = \"1\"");
  const auto orders = Must(Call<v1::ListOrdersResponse>("ListOrders", list));
  ASSERT_EQ(orders.orders_size(), 1);
  EXPECT_THAT(
      Changes(orders.orders(0).name()),
      ElementsAre(
          absl::StrCat("2 replace total 7.5 → 10 (ada: ", after, ")"),
          absl::StrCat("2 replace lines A,3,2.5,thing A → A,4,2.5,thing A (ada: ", after, ")"),
          absl::StrCat("1 create   →  (ada: ", before, ")")));
  v1::RecordOrderRequest request = OrderOf(AccountOf("K"), "1", "5", "2.5");
  request.mutable_order()->set_currency_code("GBP");
  Must(Record(request));
  EXPECT_EQ(Changes(orders.orders(0).name())[0], "3 replace total 10 → 12.5 (ada: )")
      << "the import's name goes with its content";
}

TEST_F(OrderHistoryTest, LongChangesAreCutAndOtherSequencesTold) {
  const std::string account = MakeAccount("k");
  v1::RecordOrderRequest request = OrderOf(account, "1", "1", "1");
  for (int i = 2; i <= 150; ++i) {
    *request.mutable_order()->add_lines() = request.order().lines(0);
    request.mutable_order()->mutable_lines(i - 1)->set_product(absl::StrCat("P", i));
  }
  const std::string name = Must(Record(request)).name();
  request.mutable_order()->mutable_lines()->SwapElements(0, 1);
  Must(Record(request));
  EXPECT_EQ(Changes(name)[0], "2 replace lines  →  (ada: )");
  request.mutable_order()->mutable_lines()->DeleteSubrange(1, 149);
  Must(Record(request));
  EXPECT_THAT(Changes(name)[2], ::testing::HasSubstr("\nand 49 more → "));
}

TEST_F(OrderHistoryTest, OutsideTheTeamThereIsNoHistory) {
  v1::ListOrderChangesRequest request;
  request.set_parent(Must(Record(OrderOf(MakeAccount("other"), "1", "1", "10"))).name());
  EXPECT_EQ(Call<v1::ListOrderChangesResponse>("ListOrderChanges", request, "li", "account_manager")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace mainstay::accounts
