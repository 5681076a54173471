// What accounts buy, as feedback knows it: net sales by account and currency. The sales behind
// requirements are read with the requirements (requirement_sql_store.h).
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "common/text/amount.h"

namespace mainstay::feedback {

// An account's net sales as one analysis measured them, of the trade from `start` up to `end`.
struct AccountSales {
  std::string account_id;  // bare UUID
  text::Amount net_sales;  // may be negative
  absl::Time start = absl::InfinitePast(), end = absl::InfiniteFuture();
  absl::Time measure_time;
};

// Keeps it in the place of what was measured before in that currency.
void KeepAccountSales(pg::Tx& tx, const AccountSales& sales);

}  // namespace mainstay::feedback
