// Orders and payments over RPC.
#include <thread>

#include "services/accounts/trade/order_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

class OrderTest : public OrderFixture {};

TEST_F(OrderTest, AnOrderIsRecordedOnceReplacedWhenItChangesAndKept) {
  const std::string account = MakeAccount("k");
  const v1::Order order = Must(Record(OrderOf(account, "1", "3", "2.50")));
  EXPECT_EQ(order.total().units(), 7);
  EXPECT_EQ(order.total().nanos(), 500000000);
  EXPECT_EQ(order.line_count(), 1);
  EXPECT_EQ(order.kind(), v1::ORDER_KIND_ORDER);
  EXPECT_EQ(order.etag(), "\"1\"");
  EXPECT_EQ(Must(Record(OrderOf(account, "1", "3.0", "2.5"))).etag(), "\"1\"")
      << "the same numbers";
  const v1::Order changed = Must(Record(OrderOf(account, "1", "4", "2.50")));
  EXPECT_EQ(changed.name(), order.name());
  EXPECT_EQ(changed.etag(), "\"2\"");
  EXPECT_EQ(Sql("SELECT concat_ws(' ', version, total) FROM order_revisions"), "1 7.50");
  EXPECT_EQ(Sql("SELECT string_agg(type, ' ' ORDER BY seq) FROM outbox WHERE "
                "aggregate_type = 'trade'"),
            "mainstay.accounts.v1.TradeChanged mainstay.accounts.v1.TradeChanged");
  EXPECT_EQ(Sql("SELECT string_agg(aggregate_version::text, ' ' ORDER BY seq) FROM outbox WHERE "
                "aggregate_type = 'trade'"),
            "1 2")
      << "what changed nothing leaves no gap";
  v1::GetOrderRequest get;
  get.set_name(order.name());
  const v1::Order read = Must(Call<v1::Order>("GetOrder", get));
  EXPECT_EQ(read.lines(0).line(), 1);
  EXPECT_EQ(read.lines(0).quantity(), "4");
  EXPECT_EQ(read.lines(0).amount().units(), 10);
}

TEST_F(OrderTest, TheSameRequestIdHasOneEffect) {
  v1::RecordOrderRequest request = OrderOf(MakeAccount("k"), "1", "1", "1");
  request.set_request_id("01234567-89ab-4def-8123-456789abcdef");
  const v1::Order first = Must(Record(request));
  EXPECT_EQ(Must(Record(request)).name(), first.name());
  request.mutable_order()->mutable_lines(0)->set_quantity("2");
  EXPECT_EQ(Record(request).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Sql("SELECT total FROM orders"), "1");
}

TEST_F(OrderTest, AnUnchangedOrderLeavesNoGapInTheLedgersFacts) {
  v1::RecordOrderRequest request = OrderOf(MakeAccount("k"), "1", "1", "1");
  Must(Record(request));
  Must(Record(request));
  request.mutable_order()->mutable_lines(0)->set_quantity("2");
  Must(Record(request));
  EXPECT_EQ(Sql("SELECT string_agg(aggregate_version::text, ',' ORDER BY seq) FROM outbox WHERE "
                "type LIKE '%TradeChanged'"),
            "1,2");
}

TEST_F(OrderTest, ACreditNoteWithAPositiveTotalIsNegated) {
  v1::RecordOrderRequest request = OrderOf(MakeAccount("k"), "C1", "3", "2");
  request.mutable_order()->set_kind(v1::ORDER_KIND_CREDIT_NOTE);
  const v1::Order order = Must(Record(request));
  EXPECT_EQ(order.total().units(), -6);
  EXPECT_EQ(order.lines(0).quantity(), "-3");
  EXPECT_EQ(Must(Record(request)).etag(), "\"1\"") << "the same again changes nothing";
}

TEST_F(OrderTest, ImportsAndRecordedOrdersAreTheSameBooks) {
  MustImport(absl::StrCat(kHeader, "1,A,thing A,3,2026-01-01,2.5,K,Peru\n"));
  const std::string account = AccountOf("K");
  v1::RecordOrderRequest request = OrderOf(account, "1", "3", "2.50");
  request.mutable_order()->set_currency_code("GBP");
  EXPECT_EQ(Must(Record(request)).trade_import(), Newest().name()) << "unchanged";
  request.mutable_order()->mutable_lines(0)->set_quantity("5");
  EXPECT_EQ(Must(Record(request)).trade_import(), "");
  EXPECT_EQ(MustImport(absl::StrCat(kHeader, "1,A,thing A,3,2026-01-01,2.5,K,Peru\n"))
                .counts()
                .orders_replaced(),
            1);
  EXPECT_EQ(Sql("SELECT version FROM orders"), "3");
}

TEST_F(OrderTest, BadInputIsNamed) {
  const std::string account = MakeAccount("k");
  const auto field = [&](const v1::RecordOrderRequest& request) {
    const auto violations = status::GetFieldViolations(Record(request).status());
    return violations.empty() ? "" : violations[0].field;
  };
  EXPECT_EQ(field(OrderOf(account, "", "1", "1")), "order.order_number");
  EXPECT_EQ(field(OrderOf(account, "1", "one", "1")), "order.lines[0].quantity");
  EXPECT_EQ(field(OrderOf("accounts/1", "1", "1", "1")), "parent");
  v1::RecordOrderRequest request = OrderOf(account, "1", "1", "1");
  request.mutable_order()->clear_order_time();
  EXPECT_EQ(field(request), "order.order_time");
  EXPECT_EQ(Pay(account, "P", 0).status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(Pay(account, "P", 1).ok());
  EXPECT_EQ(Pay(account, "P", 2).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(OrderTest, ListsGoByTimeAndFilter) {
  const std::string account = MakeAccount("k");
  for (int i = 0; i < 5; ++i) {
    Must(Record(OrderOf(account, absl::StrCat(i), absl::StrCat(i + 1), "10", kNewYear + i * kDay)));
  }
  v1::ListOrdersRequest request;
  request.set_parent(account);
  request.set_page_size(2);
  EXPECT_THAT(Numbers(request), ElementsAre("4", "3", "2", "1", "0"));
  request.set_order_by("order_time");
  EXPECT_THAT(Numbers(request), ElementsAre("0", "1", "2", "3", "4"));
  request.set_filter("total >= 30 AND order_time < \"2026-01-05T00:00:00Z\"");
  EXPECT_THAT(Numbers(request), ElementsAre("2", "3"));
  request.set_filter("kind = ORDER_KIND_CREDIT_NOTE");
  EXPECT_THAT(Numbers(request), ElementsAre());
  request.set_filter("products = 1");
  EXPECT_EQ(Call<v1::ListOrdersResponse>("ListOrders", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(OrderTest, PaymentsAreListedNewestFirst) {
  const std::string account = MakeAccount("k");
  for (int i = 0; i < 3; ++i) Must(Pay(account, absl::StrCat("P", i), i - 7, kNewYear + i * kDay));
  v1::ListPaymentsRequest request;
  request.set_parent(account);
  request.set_page_size(2);
  const auto page = Must(Call<v1::ListPaymentsResponse>("ListPayments", request));
  ASSERT_EQ(page.payments_size(), 2);
  EXPECT_EQ(page.payments(0).payment_number(), "P2");
  EXPECT_EQ(page.payments(0).amount().units(), -5);
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(Must(Call<v1::ListPaymentsResponse>("ListPayments", request)).payments_size(), 1);
}

TEST_F(OrderTest, OutsideTheTeamThereIsNothing) {
  const std::string mine = MakeAccount("mine", "li", "account_manager");
  const std::string other = MakeAccount("other");
  const v1::Order order = Must(Record(OrderOf(other, "1", "1", "10")));
  const auto code = [](const auto& result) { return result.status().code(); };
  const auto not_found = absl::StatusCode::kNotFound;
  EXPECT_TRUE(Record(OrderOf(mine, "1", "1", "1"), "li", "account_manager").ok());
  EXPECT_EQ(code(Record(OrderOf(other, "2", "1", "1"), "li", "account_manager")), not_found);
  v1::GetOrderRequest get;
  get.set_name(order.name());
  EXPECT_EQ(code(Call<v1::Order>("GetOrder", get, "li", "account_manager")), not_found);
  get.set_name(mine + order.name().substr(other.size()));
  EXPECT_EQ(code(Call<v1::Order>("GetOrder", get, "li", "account_manager")), not_found);
  v1::GetTradeSummaryRequest summary;
  summary.set_parent(other);
  EXPECT_EQ(code(Summary(summary, "li", "account_manager")), not_found);
  v1::ListPaymentsRequest payments;
  payments.set_parent(other);
  EXPECT_EQ(code(Call<v1::ListPaymentsResponse>("ListPayments", payments, "li", "account_manager")),
            not_found);
  EXPECT_EQ(code(Record(OrderOf(other, "2", "1", "1"), "ann", "analyst")),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(OrderTest, RacingWritersOfOneOrderEndAsOneOrder) {
  const std::string account = MakeAccount("k");
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back(
        [&, i] { EXPECT_TRUE(Record(OrderOf(account, "1", absl::StrCat(i % 4 + 1), "1")).ok()); });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Sql("SELECT count(*) FROM orders"), "1");
  EXPECT_EQ(Sql("SELECT version = 1 + (SELECT count(*) FROM order_revisions) FROM orders"), "t");
}

}  // namespace
}  // namespace mainstay::accounts
