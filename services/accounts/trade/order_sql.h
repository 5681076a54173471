// The one statement that brings orders into the books, for imports (apply_store.cc).
#pragma once

#include <string>

#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// Takes trade_lines and trade_accounts to orders, order_revisions and trade_outcome.
// Parameters: $1 time zone, $2 credit note prefix, $3 import id, $4 actor, $5 now, $6 the first 15
// characters of the new orders' version 7 UUIDs, $7 the default currency.
std::string ApplyOrdersSql(const TradeFile& file);

}  // namespace mainstay::accounts
