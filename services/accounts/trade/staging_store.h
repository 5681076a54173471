// From the bytes of a trade file to its orders, inside the transaction that applies them:
//   trade_staging   the file's fields as text (common/csv/csv_staging.h)
//   trade_accounts  each customer: external id, name, region and time of the newest line
//   trade_incoming  each order: its lines in order of appearance, the records they came from
//   trade_broken    each order with rejected lines, as far as they say which
// All are temporary tables that end with the transaction.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// Settings of the transaction for sorting a whole file in memory where it fits. Call this first.
void PrepareStaging(pg::Tx& tx);

// Checks every line, keeps the numbers of those that break a rule with the reason, and creates
// trade_accounts, without account ids, and trade_incoming from the others. Reasons:
//   MISSING_CUSTOMER, MISSING_ORDER_NUMBER  nothing but spaces where the id should be
//   BAD_QUANTITY, BAD_UNIT_PRICE, BAD_LINE  not a decimal number of at most 12 digits, 9 decimals
//   BAD_TIME                                not in the file's format, or no such moment
//   FUTURE_TIME                             after `latest`
//   BAD_CURRENCY                            not an ISO 4217 code
//   TOO_LONG                                an id or product over 100, a description over 1000
//   MIXED_CURRENCY, MIXED_KIND              not as the first line of the order says
//   BAD_TOTAL                               every line of an order whose total, or the amount of
//                                           one of its lines, is 1e18 or more: half an order would
//                                           be wrong
void ReadLines(pg::Tx& tx, const std::string& import_id, const TradeFile& file,
               const TradeLayout& layout, absl::Time latest);

// Once all rejects are there: puts the other lines of orders with rejected ones beside them as
// kNotRejected (reject_reasons.h). They stay in trade_incoming.
void CompleteRejects(pg::Tx& tx, const std::string& import_id);

}  // namespace mainstay::accounts
