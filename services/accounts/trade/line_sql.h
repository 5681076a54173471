// The SQL that turns the text fields of trade_staging into typed values, for staging_store.cc: it
// depends on which columns a file has and how it writes its times. No user input is in it.
#pragma once

#include <string>

#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// Creates trade_times (value, local_time): every text of the time column once. A file of half a
// million lines has some ten thousand, and reading a time is what costs most.
std::string TimesSql(const TradeFile& file, const TradeLayout& layout);

// Fills trade_lines. Parameters, each only for files that have the column: the default currency,
// for a column of currencies, which stay NULL otherwise; then, for a column of kinds, the values
// that mean a credit note (text[]).
std::string LinesSql(const TradeLayout& layout);

}  // namespace mainstay::accounts
