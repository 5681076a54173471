// Orders, payments and summaries over RPC.
#include <thread>

#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kDay = 86400;
constexpr int64_t kNewYear = 1767225600;  // 2026-01-01T00:00:00Z

class OrderTest : public TradeFixture {
 protected:
  std::string MakeAccount(const std::string& external_id, std::string_view user = "ada",
                          std::string_view role = "admin") {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name("Account " + external_id);
    request.mutable_account()->set_external_id(external_id);
    return Must(service_.Call<v1::Account>("mainstay.accounts.v1.AccountService/CreateAccount",
                                           request, user, role))
        .name();
  }
  // quantity × price of one product.
  static v1::RecordOrderRequest OrderOf(const std::string& parent, const std::string& number,
                                        const std::string& quantity, const std::string& price,
                                        int64_t time = kNewYear, const std::string& product = "A") {
    v1::RecordOrderRequest request;
    request.set_parent(parent);
    v1::Order& order = *request.mutable_order();
    order.set_order_number(number);
    order.mutable_order_time()->set_seconds(time);
    order.set_currency_code("CNY");
    v1::OrderLine& line = *order.add_lines();
    line.set_product(product);
    line.set_description("thing " + product);
    line.set_quantity(quantity);
    line.set_unit_price(price);
    return request;
  }
  absl::StatusOr<v1::Order> Record(const v1::RecordOrderRequest& request,
                                   std::string_view user = "ada", std::string_view role = "admin") {
    return Call<v1::Order>("RecordOrder", request, user, role);
  }
  absl::StatusOr<v1::Payment> Pay(const std::string& parent, const std::string& number,
                                  int64_t units, int64_t time = kNewYear) {
    v1::RecordPaymentRequest request;
    request.set_parent(parent);
    v1::Payment& payment = *request.mutable_payment();
    payment.set_payment_number(number);
    payment.mutable_amount()->set_units(units);
    payment.mutable_amount()->set_currency_code("CNY");
    payment.mutable_payment_time()->set_seconds(time);
    return Call<v1::Payment>("RecordPayment", request);
  }
  absl::StatusOr<v1::TradeSummary> Summary(const v1::GetTradeSummaryRequest& request,
                                           std::string_view user = "ada",
                                           std::string_view role = "admin") {
    return Call<v1::TradeSummary>("GetTradeSummary", request, user, role);
  }
  // The numbers of a list's pages.
  std::vector<std::string> Numbers(v1::ListOrdersRequest request) {
    std::vector<std::string> numbers;
    do {
      const auto page = Must(Call<v1::ListOrdersResponse>("ListOrders", request));
      for (const v1::Order& order : page.orders()) {
        EXPECT_EQ(order.lines_size(), 0);
        numbers.push_back(order.order_number());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return numbers;
  }
};

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

TEST_F(OrderTest, ASummaryAddsUpByMonth) {
  const std::string account = MakeAccount("k");
  Must(Record(OrderOf(account, "1", "10", "10", kNewYear, "A")));
  Must(Record(OrderOf(account, "2", "10", "5", kNewYear + 10 * kDay, "B")));
  Must(Record(OrderOf(account, "3", "1", "50", kNewYear + 40 * kDay, "C")));
  v1::RecordOrderRequest credit = OrderOf(account, "C4", "-2", "10", kNewYear + 41 * kDay, "A");
  credit.mutable_order()->set_kind(v1::ORDER_KIND_CREDIT_NOTE);
  Must(Record(credit));
  Must(Pay(account, "P1", 60, kNewYear + 60 * kDay));
  v1::GetTradeSummaryRequest request;
  request.set_parent(account);
  request.set_top_products(2);
  const v1::TradeSummary summary = Must(Summary(request));
  EXPECT_EQ(summary.currency_code(), "CNY");
  EXPECT_EQ(summary.net_sales().units(), 180);
  EXPECT_EQ(summary.returns().units(), 20);
  EXPECT_EQ(summary.payments().units(), 60);
  EXPECT_EQ(summary.orders(), 3);
  EXPECT_EQ(summary.credit_notes(), 1);
  EXPECT_DOUBLE_EQ(summary.average_interval_days(), 20);
  EXPECT_EQ(summary.first_order_time().seconds(), kNewYear);
  EXPECT_EQ(summary.last_order_time().seconds(), kNewYear + 40 * kDay);
  std::vector<std::string> months;
  for (const auto& month : summary.months()) {
    months.push_back(absl::StrCat(month.month().month(), ": ", month.net_sales().units(), " ",
                                  month.returns().units(), " ", month.payments().units()));
  }
  EXPECT_THAT(months, ElementsAre("1: 150 0 0", "2: 30 20 0", "3: 0 0 60"));
  ASSERT_EQ(summary.top_products_size(), 2);
  EXPECT_EQ(summary.top_products(0).product(), "A");
  EXPECT_EQ(summary.top_products(0).quantity(), "8");
  EXPECT_EQ(summary.top_products(0).net_sales().units(), 80);
  EXPECT_NEAR(summary.top_products(0).share(), 80.0 / 180, 1e-9);
  EXPECT_EQ(summary.top_products(1).product(), "B");
  EXPECT_EQ(summary.other_products().units(), 50);
  EXPECT_EQ(summary.other_product_count(), 1);

  request.mutable_start_time()->set_seconds(kNewYear + 40 * kDay);
  EXPECT_EQ(Must(Summary(request)).net_sales().units(), 30);
  request.mutable_end_time()->set_seconds(kNewYear);
  EXPECT_EQ(Summary(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(OrderTest, CurrenciesAreNotAddedUp) {
  const std::string account = MakeAccount("k");
  Must(Record(OrderOf(account, "1", "1", "10")));
  v1::RecordOrderRequest euros = OrderOf(account, "2", "1", "7");
  euros.mutable_order()->set_currency_code("EUR");
  Must(Record(euros));
  v1::GetTradeSummaryRequest request;
  request.set_parent(account);
  EXPECT_THAT(std::string(Summary(request).status().message()), HasSubstr("CNY, EUR"));
  request.set_currency_code("EUR");
  EXPECT_EQ(Must(Summary(request)).net_sales().units(), 7);
  request.set_parent(MakeAccount("without trade"));
  request.clear_currency_code();
  EXPECT_EQ(Must(Summary(request)).months_size(), 0);
}

TEST_F(OrderTest, TradeOfAMergedAccountCountsForTheSurvivor) {
  const std::string gone = MakeAccount("gone"), stays = MakeAccount("stays");
  const v1::Order order = Must(Record(OrderOf(gone, "1", "1", "10")));
  Must(Record(OrderOf(stays, "1", "1", "5", kNewYear + kDay)));
  v1::MergeAccountRequest merge;
  merge.set_name(gone);
  merge.set_into(stays);
  ASSERT_TRUE(CallAccount("MergeAccount", merge).ok());
  v1::GetTradeSummaryRequest request;
  for (const std::string& name : {gone, stays}) {
    request.set_parent(name);
    const v1::TradeSummary summary = Must(Summary(request));
    EXPECT_EQ(summary.account(), stays);
    EXPECT_EQ(summary.net_sales().units(), 15);
  }
  v1::ListOrdersRequest list;
  list.set_parent(stays);
  EXPECT_THAT(Numbers(list), ElementsAre("1", "1"));
  v1::GetOrderRequest get;
  get.set_name(stays + order.name().substr(gone.size()));
  EXPECT_EQ(Must(Call<v1::Order>("GetOrder", get)).name(), get.name());
  // Recorded again under the merged account's name: its own order, not the survivor's number 1.
  Must(Record(OrderOf(gone, "1", "1", "12")));
  request.set_parent(stays);
  EXPECT_EQ(Must(Summary(request)).net_sales().units(), 17);
  v1::UnmergeAccountRequest unmerge;
  unmerge.set_name(gone);
  ASSERT_TRUE(CallAccount("UnmergeAccount", unmerge).ok());
  request.set_parent(gone);
  EXPECT_EQ(Must(Summary(request)).net_sales().units(), 12);
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
