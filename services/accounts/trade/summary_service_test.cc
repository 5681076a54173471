// Summaries over RPC.
#include "services/accounts/trade/order_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SummaryTest : public OrderFixture {};

TEST_F(SummaryTest, ASummaryAddsUpByMonth) {
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

TEST_F(SummaryTest, CurrenciesAreNotAddedUp) {
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

TEST_F(SummaryTest, TradeOfAMergedAccountCountsForTheSurvivor) {
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

}  // namespace
}  // namespace mainstay::accounts
