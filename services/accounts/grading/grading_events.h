// Facts about grading for the outbox. Aggregate "account_sales": an account's sales in a currency.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/accounts/grading/abc_store.h"
#include "services/accounts/grading/account_sales_store.h"

namespace mainstay::accounts {

// What `analysis` found, or left, of one account's sales.
events::OutboxEvent AccountSalesMeasuredEvent(const AccountSales& sales,
                                              const AbcAnalysis& analysis,
                                              const history::WriteContext& context);

}  // namespace mainstay::accounts
