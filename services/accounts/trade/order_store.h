// Orders in PostgreSQL. An order keeps the account it was written to; it is seen under the account
// that survived if that one was merged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
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

// What lists can be filtered by and ordered by.
const api::ListFields& OrderListFields();
// Without lines. `account_id`: found in the scope.
api::Rows<Order> ListOrders(pg::Tx& tx, const std::string& account_id, const api::ListQuery& query);

}  // namespace mainstay::accounts
