#include "services/accounts/grading/grading_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/accounts/v1/grading_events.pb.h>
#include <mainstay/accounts/v1/grading_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/status/status.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/trade/trade_service.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kApi[] = "mainstay.accounts.v1.";

class GradingServiceTest : public ::testing::Test {
 protected:
  GradingServiceTest()
      : fixture_({.migrations = "services/accounts/migrations",
                  .services = {"mainstay.accounts.v1.AccountService",
                               "mainstay.accounts.v1.AttributeSchemaService",
                               "mainstay.accounts.v1.TradeService",
                               "mainstay.accounts.v1.GradingService"},
                  .handlers =
                      [this](rpc::Router& router) {
                        const Deps deps{.page_tokens = &tokens_};
                        RegisterAccountService(router, deps);
                        RegisterTradeService(router, deps);
                        RegisterGradingService(router, deps);
                      },
                  .constraint_errors = &AccountsConstraintErrors()}) {}

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = "admin") {
    return fixture_.Call<Res>(absl::StrCat(kApi, std::string(method)), request, user, role);
  }

  std::string MakeAccount(const std::string& external_id, std::string_view user = "ada",
                          std::string_view role = "admin") {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name("Account " + external_id);
    request.mutable_account()->set_external_id(external_id);
    auto made = Call<v1::Account>("AccountService/CreateAccount", request, user, role);
    EXPECT_TRUE(made.ok()) << made.status();
    return made->name();
  }

  void Sell(const std::string& account, const std::string& price, bool credit_note = false,
            const std::string& currency = "CNY", int64_t time = 1767225600) {
    v1::RecordOrderRequest request;
    request.set_parent(account);
    v1::Order* order = request.mutable_order();
    order->set_order_number(absl::StrCat("N", ++orders_));
    order->set_kind(credit_note ? v1::ORDER_KIND_CREDIT_NOTE : v1::ORDER_KIND_ORDER);
    order->mutable_order_time()->set_seconds(time);
    order->set_currency_code(currency);
    v1::OrderLine* line = order->add_lines();
    line->set_product("P");
    line->set_quantity(credit_note ? "-1" : "1");
    line->set_unit_price(price);
    auto made = Call<v1::Order>("TradeService/RecordOrder", request);
    EXPECT_TRUE(made.ok()) << made.status();
  }

  absl::StatusOr<v1::AbcAnalysis> Run(const v1::AbcAnalysis& parameters = {}) {
    v1::CreateAbcAnalysisRequest request;
    *request.mutable_abc_analysis() = parameters;
    return Call<v1::AbcAnalysis>("GradingService/CreateAbcAnalysis", request);
  }

  absl::StatusOr<v1::ListAbcRowsResponse> Rows(const std::string& analysis, int page_size = 0,
                                               const std::string& page_token = "",
                                               std::string_view user = "ada",
                                               std::string_view role = "admin") {
    v1::ListAbcRowsRequest request;
    request.set_parent(analysis);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return Call<v1::ListAbcRowsResponse>("GradingService/ListAbcRows", request, user, role);
  }

  // What was told of accounts' sales, in order: "big 800.01 CNY".
  std::vector<std::string> SalesTold() {
    std::vector<std::string> told;
    const absl::Status read = fixture_.db().ReadOne({}, [&](pg::Tx& tx) {
      for (const auto& row : tx.Exec("SELECT payload, a.external_id FROM outbox o "
                                     "JOIN accounts a USING (account_id) "
                                     "WHERE aggregate_type = 'account_sales' ORDER BY seq")) {
        v1::AccountSalesMeasured event;
        EXPECT_TRUE(event.ParseFromString(pg::ParseBytes(row[0].c_str())));
        told.push_back(absl::StrCat(row[1].c_str(), " ", event.net_sales().units(), ".",
                                    event.net_sales().nanos() / 100000000, " ",
                                    event.net_sales().currency_code()));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return told;
  }

  api::PageTokens tokens_{"a key of the test, long enough"};
  testing::ServiceFixture fixture_;
  int orders_ = 0;
};

TEST_F(GradingServiceTest, AnAnalysisKeepsWhatItFound) {
  const std::string big = MakeAccount("big"), middle = MakeAccount("middle"),
                    small = MakeAccount("small"), back = MakeAccount("back");
  MakeAccount("never bought");
  Sell(big, "800.01");
  Sell(middle, "200");
  Sell(middle, "50", /*credit_note=*/true);
  Sell(small, "49.99");
  Sell(back, "0.001", /*credit_note=*/true);

  auto analysis = Run();
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  EXPECT_EQ(analysis->currency_code(), "CNY");
  EXPECT_EQ(analysis->account_count(), 4);
  EXPECT_EQ(analysis->total_value().units(), 1000);
  EXPECT_EQ(analysis->net_sales().units(), 999);
  EXPECT_EQ(analysis->net_sales().nanos(), 999000000);
  EXPECT_EQ(analysis->top_account_count(), 1);
  EXPECT_DOUBLE_EQ(analysis->top_share(), 0.80001);

  Sell(small, "5000");
  auto rows = Rows(analysis->name());
  ASSERT_TRUE(rows.ok()) << rows.status();
  std::vector<std::string> table;
  for (const auto& row : rows->rows()) {
    table.push_back(
        absl::StrCat(row.rank(), " ", row.external_id(), " ", v1::AbcClass_Name(row.abc_class())));
  }
  EXPECT_THAT(table, ElementsAre("1 big ABC_CLASS_A", "2 middle ABC_CLASS_B", "3 small ABC_CLASS_C",
                                 "4 back ABC_CLASS_C"))
      << "above the third are 950.01 of 1,000";
  EXPECT_DOUBLE_EQ(rows->rows(1).share(), 0.15);
  EXPECT_DOUBLE_EQ(rows->rows(3).share(), 0);
  EXPECT_DOUBLE_EQ(rows->rows(3).cumulative_share(), 1);
  EXPECT_EQ(rows->rows(3).value().nanos(), -1000000);
}

TEST_F(GradingServiceTest, WhatAccountsBuyIsToldUnlessTheRunIsATrial) {
  const std::string big = MakeAccount("big"), small = MakeAccount("small");
  Sell(big, "800.5", false, "CNY", 1000);
  Sell(small, "200", false, "CNY", 1000);
  v1::AbcAnalysis window;
  window.mutable_end_time()->set_seconds(1500);
  window.set_trial(true);
  const auto trial = Run(window);
  ASSERT_TRUE(trial.ok()) << trial.status();
  EXPECT_TRUE(trial->trial());
  EXPECT_THAT(SalesTold(), IsEmpty());
  window.set_trial(false);
  const auto counts = Run(window);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_FALSE(counts->trial());
  EXPECT_THAT(SalesTold(), UnorderedElementsAre("big 800.5 CNY", "small 200.0 CNY"));

  Sell(big, "10", false, "CNY", 2000);
  Sell(big, "7", false, "EUR", 2000);
  window.mutable_start_time()->set_seconds(1500);
  window.mutable_end_time()->set_seconds(2500);
  window.set_currency_code("CNY");
  ASSERT_TRUE(Run(window).ok());
  EXPECT_THAT(SalesTold(), UnorderedElementsAre("big 800.5 CNY", "small 200.0 CNY", "big 10.0 CNY",
                                                "small 0.0 CNY"))
      << "one that buys nothing any more is told with zero";
  ASSERT_TRUE(Run(window).ok());
  EXPECT_EQ(SalesTold().size(), 5) << "once";
  window.set_currency_code("EUR");
  ASSERT_TRUE(Run(window).ok());
  EXPECT_EQ(SalesTold().back(), "big 7.0 EUR") << "each currency by itself";
  EXPECT_EQ(SalesTold().size(), 6);
  ExpectAnEventForEveryVersion(fixture_.db());
}

TEST_F(GradingServiceTest, WindowAndCurrencyDecideWhatCounts) {
  EXPECT_EQ(Run().status().code(), absl::StatusCode::kFailedPrecondition) << "no trade at all";
  const std::string account = MakeAccount("a");
  Sell(account, "10", false, "CNY", 1000);
  Sell(account, "20", false, "CNY", 2000);
  Sell(account, "40", false, "EUR", 2000);
  auto mixed = Run();
  EXPECT_EQ(mixed.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(mixed.status().message()), HasSubstr("CNY, EUR"));
  v1::AbcAnalysis window;
  window.set_currency_code("CNY");
  window.mutable_start_time()->set_seconds(1000);
  window.mutable_end_time()->set_seconds(2000);
  EXPECT_EQ(Run(window)->net_sales().units(), 10) << "the end is not part of the window";
  window.mutable_end_time()->set_seconds(1500);
  window.mutable_start_time()->set_seconds(1200);
  const absl::Status empty = Run(window).status();
  EXPECT_EQ(empty.code(), absl::StatusCode::kFailedPrecondition) << "an empty analysis is not kept";
  EXPECT_THAT(std::string(empty.message()),
              HasSubstr("no sales in CNY between 1970-01-01T00:20:00Z and 1970-01-01T00:25:00Z"));
  v1::AbcAnalysis foreign;
  foreign.set_currency_code("USD");
  EXPECT_THAT(std::string(Run(foreign).status().message()),
              HasSubstr("no sales in USD; the trade there is in CNY, EUR"));
  window.mutable_end_time()->set_seconds(1000);
  EXPECT_EQ(status::GetFieldViolations(Run(window).status())[0].field, "abc_analysis.end_time");
  v1::AbcAnalysis thresholds;
  thresholds.set_a_threshold(0.96);
  EXPECT_EQ(status::GetFieldViolations(Run(thresholds).status())[0].field,
            "abc_analysis.b_threshold");
}

TEST_F(GradingServiceTest, MergedAccountsCountForTheSurvivorAndDeletedOnesNot) {
  const std::string survivor = MakeAccount("s"), merged = MakeAccount("m"),
                    deleted = MakeAccount("d");
  for (const std::string& account : {survivor, merged, deleted}) Sell(account, "10");
  v1::MergeAccountRequest merge;
  merge.set_name(merged);
  merge.set_into(survivor);
  ASSERT_TRUE(Call<v1::Account>("AccountService/MergeAccount", merge).ok());
  v1::DeleteAccountRequest remove;
  remove.set_name(deleted);
  ASSERT_TRUE(Call<v1::Account>("AccountService/DeleteAccount", remove).ok());
  auto analysis = Run();
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  auto rows = Rows(analysis->name());
  ASSERT_EQ(rows->rows_size(), 1);
  EXPECT_EQ(rows->rows(0).account(), survivor);
  EXPECT_EQ(rows->rows(0).value().units(), 20);
}

TEST_F(GradingServiceTest, AManagerSeesTheTeamsRowsWithoutTheWhole) {
  const std::string mine = MakeAccount("mine", "li", "account_manager");
  const std::string other = MakeAccount("other");
  Sell(mine, "10");
  Sell(other, "90");
  auto analysis = Run();
  auto rows = Rows(analysis->name(), 0, "", "li", "account_manager");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->rows_size(), 1);
  EXPECT_EQ(rows->rows(0).account(), mine);
  EXPECT_EQ(rows->rows(0).abc_class(), v1::ABC_CLASS_B);
  EXPECT_EQ(rows->rows(0).rank(), 0);
  EXPECT_EQ(rows->rows(0).cumulative_share(), 0);

  v1::GetAbcAnalysisRequest get;
  get.set_name(analysis->name());
  auto seen = Call<v1::AbcAnalysis>("GradingService/GetAbcAnalysis", get, "li", "account_manager");
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->classes_size(), 0);
  EXPECT_FALSE(seen->has_total_value());
  v1::GetAbcChartRequest chart;
  chart.set_parent(analysis->name());
  EXPECT_EQ(Call<v1::AbcChart>("GradingService/GetAbcChart", chart, "li", "account_manager")
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(GradingServiceTest, FindsTheNewestOfACurrencyAndTheRowOfAnAccount) {
  const std::string mine = MakeAccount("mine", "li", "account_manager"), other = MakeAccount("o");
  Sell(mine, "10");
  Sell(other, "90");
  Sell(other, "5", false, "EUR");
  v1::AbcAnalysis parameters;
  parameters.set_currency_code("CNY");
  const auto cny = Run(parameters);
  ASSERT_TRUE(cny.ok()) << cny.status();
  fixture_.clock().Advance(absl::Seconds(1));
  parameters.set_currency_code("EUR");
  ASSERT_TRUE(Run(parameters).ok());
  v1::ListAbcAnalysesRequest list;
  list.set_currency_code("CNY");
  auto found = Call<v1::ListAbcAnalysesResponse>("GradingService/ListAbcAnalyses", list);
  ASSERT_EQ(found->abc_analyses_size(), 1);
  EXPECT_EQ(found->abc_analyses(0).name(), cny->name());

  v1::ListAbcRowsRequest rows;
  rows.set_parent(cny->name());
  auto ranks = [&](const std::string& account, std::string_view user, std::string_view role) {
    rows.set_account(account);
    const auto page = Call<v1::ListAbcRowsResponse>("GradingService/ListAbcRows", rows, user, role);
    std::vector<int64_t> found_ranks;
    for (const auto& row : page.value().rows()) found_ranks.push_back(row.rank());
    return found_ranks;
  };
  EXPECT_THAT(ranks(mine, "ada", "admin"), ElementsAre(2));
  EXPECT_THAT(ranks(mine, "li", "account_manager"), ElementsAre(0));
  EXPECT_THAT(ranks(other, "li", "account_manager"), ElementsAre());
  rows.set_account("o");
  EXPECT_EQ(status::GetFieldViolations(
                Call<v1::ListAbcRowsResponse>("GradingService/ListAbcRows", rows).status())[0]
                .field,
            "account");
}

TEST_F(GradingServiceTest, TableAndChartComeInPieces) {
  for (int i = 0; i < 7; ++i) Sell(MakeAccount(absl::StrCat("x", i)), absl::StrCat(100 - i));
  auto analysis = Run();
  std::vector<int64_t> ranks;
  std::string token;
  do {
    auto page = Rows(analysis->name(), 3, token);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& row : page->rows()) ranks.push_back(row.rank());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(ranks, ElementsAre(1, 2, 3, 4, 5, 6, 7));

  v1::GetAbcChartRequest request;
  request.set_parent(analysis->name());
  auto chart = Call<v1::AbcChart>("GradingService/GetAbcChart", request);
  ASSERT_TRUE(chart.ok()) << chart.status();
  ASSERT_EQ(chart->points_size(), 7);
  EXPECT_EQ(chart->points(1).value().units(), 99);
  EXPECT_DOUBLE_EQ(chart->points(6).cumulative_share(), 1);
  request.set_max_points(5);
  EXPECT_EQ(status::GetFieldViolations(
                Call<v1::AbcChart>("GradingService/GetAbcChart", request).status())[0]
                .field,
            "max_points");

  v1::ListAbcAnalysesRequest list;
  list.set_page_size(1);
  fixture_.clock().Advance(absl::Seconds(1));
  ASSERT_TRUE(Run().ok());
  auto first = Call<v1::ListAbcAnalysesResponse>("GradingService/ListAbcAnalyses", list);
  list.set_page_token(first->next_page_token());
  auto second = Call<v1::ListAbcAnalysesResponse>("GradingService/ListAbcAnalyses", list);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->abc_analyses(0).name(), analysis->name()) << "newest first";
}

TEST_F(GradingServiceTest, ClassesBecomeTiers) {
  const std::string big = MakeAccount("big"), middle = MakeAccount("middle"),
                    small = MakeAccount("small"), silent = MakeAccount("silent"),
                    gone = MakeAccount("gone");
  Sell(big, "800");
  Sell(middle, "150");
  Sell(small, "30");
  Sell(gone, "20");
  v1::AbcAnalysis trial;
  trial.set_trial(true);
  const auto looked = Run(trial), analysis = Run();
  ASSERT_TRUE(looked.ok() && analysis.ok()) << analysis.status();
  v1::DeleteAccountRequest remove;
  remove.set_name(gone);
  ASSERT_TRUE(Call<v1::Account>("AccountService/DeleteAccount", remove).ok());
  const auto apply = [&](const std::string& name) {
    v1::ApplyAbcTiersRequest request;
    request.set_name(name);
    return Call<v1::ApplyAbcTiersResponse>("GradingService/ApplyAbcTiers", request);
  };
  const auto tier = [&](const std::string& name) {
    v1::GetAccountRequest get;
    get.set_name(name);
    return Call<v1::Account>("AccountService/GetAccount", get)->tier();
  };
  EXPECT_EQ(status::GetErrorDetail(apply(looked->name()).status())->reason, "TRIAL_ANALYSIS");
  const auto applied = apply(analysis->name());
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(applied->changed_count(), 3) << "not of the deleted one";
  EXPECT_EQ(tier(big), v1::TIER_CORE);
  EXPECT_EQ(tier(middle), v1::TIER_POTENTIAL);
  EXPECT_EQ(tier(small), v1::TIER_GENERAL);
  EXPECT_EQ(tier(silent), v1::TIER_UNSPECIFIED) << "bought nothing";
  EXPECT_EQ(apply(analysis->name())->changed_count(), 0) << "they have them already";
  v1::ListAccountChangesRequest list;
  list.set_parent(big);
  const auto changes =
      Call<v1::ListAccountChangesResponse>("AccountService/ListAccountChanges", list);
  ASSERT_TRUE(changes.ok()) << changes.status();
  EXPECT_EQ(changes->changes(0).field(), "tier");
  EXPECT_EQ(changes->changes(0).new_value(), "core");
  EXPECT_EQ(changes->changes(0).reason(), analysis->name());
  const absl::Status told = fixture_.db().ReadOne({}, [&](pg::Tx& tx) {
    const auto rows = tx.Exec("SELECT payload FROM outbox WHERE type LIKE '%AccountChanged'");
    v1::AccountChanged event;
    EXPECT_TRUE(event.ParseFromString(pg::ParseBytes(rows[0][0].c_str())));
    EXPECT_THAT(event.fields(), ElementsAre("tier"));
    EXPECT_FALSE(event.tier().empty());
    return absl::OkStatus();
  });
  EXPECT_TRUE(told.ok()) << told;
}

}  // namespace
}  // namespace mainstay::accounts
