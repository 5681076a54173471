// The SQL that takes the text fields of trade_staging to orders, for staging_store.cc: it depends
// on which columns a file has and how it writes its times. No user input is in it.
#pragma once

#include <string>

#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// Creates trade_times (value, local_time): every text of the time column once. A file of half a
// million lines has some ten thousand, and reading a time is what costs most.
std::string TimesSql(const TradeFile& file, const TradeLayout& layout);

// One statement, because each line is to be checked once: rejected records to trade_import_rejects,
// customers to trade_accounts, orders to trade_incoming. Customers that only have orders for
// RejectTotalsSql are left out; orders with rejected records to trade_broken. Parameters: $1 import
// id, $2 time zone, $3 credit note prefix, $4 default currency, $5 the latest time that is not in
// the future, $6 the currency codes that there are (text[]), $7 the values of the column of kinds
// that mean a credit note (text[]).
std::string ReadLinesSql(const TradeLayout& layout);

// Moves the orders with a total, or an amount of a line, out of bounds from trade_incoming to
// trade_import_rejects. Parameter: $1 import id.
std::string RejectTotalsSql();

// Adds the records of trade_incoming whose order is in trade_broken to trade_import_rejects, as not
// rejected (reject_reasons.h). A broken line without a customer is one of every order of its
// number. Parameter: $1 import id.
std::string CompleteRejectsSql();

}  // namespace mainstay::accounts
