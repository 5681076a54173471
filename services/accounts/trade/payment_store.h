// Payments in PostgreSQL; as orders, each keeps the account it was written to.
#pragma once

#include <string>
#include <vector>

#include "common/pg/session.h"
#include "services/accounts/trade/order.h"

namespace mainstay::accounts {

// A number that the account has already ends the transaction (23505, payments_number_key).
void InsertPayment(pg::Tx& tx, const Payment& payment);

// At most `limit` payments of the account and those merged into it, newest first, after the cursor
// of the page before. The caller has found `account_id` in the scope.
std::vector<Payment> ListPayments(pg::Tx& tx, const std::string& account_id,
                                  const std::vector<std::string>& after, int limit);
std::vector<std::string> PaymentCursor(const Payment& last);

}  // namespace mainstay::accounts
