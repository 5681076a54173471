// Orders, payments and sums of an account and of those merged into it, in pages, on PostgreSQL.
#include <algorithm>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/testing/postgres.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/trade/order_store.h"
#include "services/accounts/trade/payment_store.h"
#include "services/accounts/trade/summary_store.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

const absl::Time kStart = absl::FromUnixSeconds(1767225600);  // 2026-01-01

class TradeStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // Three of the family, interleaved in time, and a stranger in between.
    for (const std::string& id : {survivor_, merged_, also_merged_, stranger_}) {
      const bool merged = id == merged_ || id == also_merged_;
      const pg::Param into = merged ? pg::Param(survivor_) : pg::Param();
      Do([&](pg::Tx& tx) {
        tx.Exec(
            "INSERT INTO accounts (account_id, version, state, display_name, merged_into, "
            "merged_direct, normal_name, sort_name, create_time, update_time) "
            "VALUES ($1, 1, $2, 'x', $3, $3, 'x', 'x', now(), now())",
            {pg::ToParam(id), pg::ToParam(merged ? "merged" : "active"), into});
      });
    }
    const std::vector<std::string> ids = {survivor_, merged_, stranger_, also_merged_};
    for (int i = 0; i < 40; ++i) {
      Do([&](pg::Tx& tx) {
        Record(tx, ids[i % 4], i);
        InsertPayment(tx, PaymentOf(ids[i % 4], i));
      });
    }
  }

  template <class F>
  void Do(F body) {
    ASSERT_EQ(db_.Write({},
                        [&](pg::Tx& tx) {
                          body(tx);
                          return absl::OkStatus();
                        }),
              absl::OkStatus());
  }

  static void Record(pg::Tx& tx, const std::string& account_id, int i) {
    Order order{.id = api::NewUuid(kStart),
                .account_id = account_id,
                .order_number = absl::StrCat("N", i),
                .kind = i % 10 == 0 ? "credit_note" : "order",
                // Pairs share a moment: the id decides between them.
                .order_time = kStart + (i / 2) * absl::Hours(24),
                .currency_code = "CNY",
                .lines = {{"p1", "one", "2", "1.5", ""}, {"p2", "two", "1", "7", ""}},
                .actor = "ada",
                .update_time = kStart};
    EXPECT_EQ(RecordOrder(tx, order), OrderOutcome::kCreated);
  }
  static Payment PaymentOf(const std::string& account_id, int i) {
    return {.id = api::NewUuid(kStart),
            .account_id = account_id,
            .payment_number = absl::StrCat("P", i),
            .amount = "10",
            .currency_code = "CNY",
            .payment_time = kStart + (i / 2) * absl::Hours(24),
            .method = "wire",
            .actor = "ada",
            .create_time = kStart};
  }

  // The numbers of all orders, read in pages of three.
  std::vector<std::string> Orders(bool descending, const std::string& filter = "") {
    const api::ListFields& fields = OrderListFields();
    api::ListQuery query{.filter = *api::ParseFilter(filter, fields.filters, 1),
                         .sort = fields.sorts[descending ? 0 : 1],
                         .limit = 3};
    std::vector<std::string> numbers;
    do {
      Do([&](pg::Tx& tx) {
        const api::Rows<Order> page = ListOrders(tx, survivor_, query);
        for (const Order& order : page.items) {
          EXPECT_EQ(order.account_id, survivor_);
          numbers.push_back(order.order_number);
        }
        query.after = page.next;
      });
    } while (!query.after.empty());
    return numbers;
  }

  const std::string survivor_ = api::NewUuid(kStart), merged_ = api::NewUuid(kStart),
                    also_merged_ = api::NewUuid(kStart), stranger_ = api::NewUuid(kStart);
  std::unique_ptr<testing::TestDatabase> database_ =
      testing::NewDatabase("services/accounts/migrations");
  pg::Session db_{{.dsn = database_->service_dsn()}};
};

TEST_F(TradeStoreTest, PagesHoldEachOrderOfTheFamilyOnceInOrder) {
  const std::vector<std::string> oldest = Orders(false);
  ASSERT_EQ(oldest.size(), 30u);
  std::vector<std::string> newest = Orders(true);
  std::reverse(newest.begin(), newest.end());
  EXPECT_EQ(newest, oldest);
  for (size_t i = 1; i < oldest.size(); ++i) {
    EXPECT_LE(std::stoi(oldest[i - 1].substr(1)) / 2, std::stoi(oldest[i].substr(1)) / 2);
  }
}

TEST_F(TradeStoreTest, FiltersReachEveryMemberOfTheFamily) {
  EXPECT_THAT(Orders(false, "kind = ORDER_KIND_CREDIT_NOTE"), ElementsAre("N0", "N20"));
  EXPECT_THAT(Orders(false, "order_time >= 2026-01-20T00:00:00Z"),
              ::testing::UnorderedElementsAre("N39"));
  EXPECT_EQ(Orders(true, "total > 0").size(), 28u);
}

TEST_F(TradeStoreTest, PaymentsComeInPagesToo) {
  std::vector<std::string> numbers, after;
  for (size_t page = 4; page == 4;) {
    Do([&](pg::Tx& tx) {
      const std::vector<Payment> payments = ListPayments(tx, survivor_, after, 4);
      for (const Payment& payment : payments) numbers.push_back(payment.payment_number);
      page = payments.size();
      if (page > 0) after = PaymentCursor(payments.back());
    });
  }
  ASSERT_EQ(numbers.size(), 30u);
  EXPECT_EQ(numbers.front(), "P39");
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

TEST_F(TradeStoreTest, SumsTakeTheFamilyIn) {
  Do([&](pg::Tx& tx) {
    const SummaryQuery query{.account_id = survivor_, .currency_code = "CNY"};
    EXPECT_THAT(TradeCurrencies(tx, query), ElementsAre("CNY"));
    const MonthOfTrade total = TradeByMonth(tx, query).back();
    EXPECT_EQ(total.orders, 28);
    EXPECT_EQ(total.credit_notes, 2);
    EXPECT_EQ(std::stod(total.net_sales), 28 * 10 - 2 * 10);
    EXPECT_EQ(std::stod(total.payments), 300);
    const ProductMix mix = MixOfProducts(tx, query, 1);
    ASSERT_EQ(mix.top.size(), 1u);
    EXPECT_EQ(mix.top[0].product, "p2");
    EXPECT_EQ(mix.other_count, 1);
  });
}

TEST_F(TradeStoreTest, AProductHasTheNewestDescriptionOfTheFamily) {
  Do([&](pg::Tx& tx) {
    Order order{.account_id = merged_,
                .order_time = kStart + 60 * absl::Hours(24),
                .currency_code = "CNY",
                .lines = {{"p3", "three", "1", "1", ""}, {"p2", "renamed", "1", "7", ""}},
                .actor = "ada",
                .update_time = kStart};
    order.id = api::NewUuid(kStart);
    order.order_number = "newest";
    RecordOrder(tx, order);
    order.id = api::NewUuid(kStart);
    order.order_number = "of a stranger";
    order.account_id = stranger_;
    order.order_time += absl::Hours(24);
    order.lines[1].description = "not theirs";
    RecordOrder(tx, order);
    SummaryQuery query{.account_id = survivor_, .currency_code = "CNY"};
    ProductMix mix = MixOfProducts(tx, query, 3);
    ASSERT_EQ(mix.top.size(), 3u);
    EXPECT_EQ(mix.top[0].product + " " + mix.top[0].description, "p2 renamed");
    EXPECT_EQ(mix.top[1].product + " " + mix.top[1].description, "p1 one");
    EXPECT_EQ(mix.other_count, 0);
    query.end = kStart + 60 * absl::Hours(24);
    EXPECT_EQ(MixOfProducts(tx, query, 1).top[0].description, "two");
  });
}

}  // namespace
}  // namespace mainstay::accounts
