// What accounts were found to buy, currency by currency, in PostgreSQL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/pg/session.h"
#include "services/accounts/grading/abc.h"
#include "services/accounts/grading/abc_store.h"

namespace mainstay::accounts {

// One account's sales as an analysis left them.
struct AccountSales {
  std::string id;  // bare UUID, of the account's sales in the analysis' currency
  std::string account_id;
  int64_t version = 0;  // counts the analyses that told of it, from 1
  Nanos net_sales = 0;
};

// Makes what the analysis found the sales of its accounts in its currency, and zero those of the
// accounts that an earlier one found to buy and this one does not name. Returns all that it wrote.
// The transaction holds a lock of its own for this: two at once would each miss the other's.
std::vector<AccountSales> MeasureSales(pg::Tx& tx, const AbcAnalysis& analysis,
                                       const std::vector<AbcRow>& rows);

}  // namespace mainstay::accounts
