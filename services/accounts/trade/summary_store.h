// What an account's trade adds up to. The account means it and those merged into it; the caller has
// found it in the scope. Amounts are decimals as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

struct SummaryQuery {
  std::string account_id;
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();  // not included
  std::string currency_code;
  std::string time_zone = "UTC";  // whose months and days are meant
};

// The currencies of the account's orders and payments in the window, in order.
std::vector<std::string> TradeCurrencies(pg::Tx& tx, const SummaryQuery& query);

struct MonthOfTrade {
  int year = 0, month = 0;  // both 0 in the totals
  std::string net_sales, returns, payments;
  int64_t orders = 0, credit_notes = 0;
};
// Months with orders or payments, in order; the last row is the window's total.
std::vector<MonthOfTrade> TradeByMonth(pg::Tx& tx, const SummaryQuery& query);

struct OrderRhythm {
  std::optional<absl::Time> first, last;  // of orders, credit notes left aside
  double average_interval_days = 0;       // between one day with orders and the next
};
OrderRhythm RhythmOfOrders(pg::Tx& tx, const SummaryQuery& query);

struct ProductOfTrade {
  std::string product, description, quantity, net_sales;
  double share = 0;  // of the account's net sales; 0 when those are not positive
};
struct ProductMix {
  std::vector<ProductOfTrade> top;  // largest net sales first
  std::string other_net_sales = "0";
  int64_t other_count = 0;
};
ProductMix MixOfProducts(pg::Tx& tx, const SummaryQuery& query, int top);

}  // namespace mainstay::accounts
