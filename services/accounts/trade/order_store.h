// Orders in PostgreSQL. An order keeps the account it was written to; it is seen under the account
// that survived if that one was merged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/filter.h"
#include "common/pg/session.h"
#include "services/accounts/trade/order.h"

namespace mainstay::accounts {

// What recording an order came to.
enum class OrderOutcome { kCreated, kReplaced, kUnchanged };

// What an order was that was replaced.
struct ReplacedOrder {
  std::string total;  // decimal
  std::string currency_code;
  int line_count = 0;
  absl::Time order_time;
};

// Writes an order under the account's locked ledger. One with the same number and other content is
// replaced, kept in order_revisions and told in `replaced` if that is not null. Fills the order's
// id, version and times as they are now.
OrderOutcome RecordOrder(pg::Tx& tx, Order& order, ReplacedOrder* replaced = nullptr);

// Reads an order of `account_id` or of an account merged into it, with its lines. The caller has
// found `account_id` in the scope.
std::optional<Order> ReadOrder(pg::Tx& tx, const std::string& account_id,
                               const std::string& order_id);

// What lists can be filtered by and ordered by, the default first.
absl::Span<const api::FilterField> OrderFilterFields();
absl::Span<const api::OrderBy> OrderOrders();

struct OrderListQuery {
  std::string account_id;  // found in the scope
  api::SqlFilter filter;   // parsed with first_param 1
  api::OrderBy order;
  std::vector<std::string> after;  // the cursor of the page before; empty for the first page
  int limit = 50;
};
// Without lines.
std::vector<Order> ListOrders(pg::Tx& tx, const OrderListQuery& query);
// The cursor after `last`, for `after`.
std::vector<std::string> OrderCursor(const Order& last);

}  // namespace mainstay::accounts
