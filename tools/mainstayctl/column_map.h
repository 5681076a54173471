// --map: which column of a trade file holds what.
#pragma once

#include <string>
#include <vector>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/status/status.h"

namespace mainstay::ctl {

// Reads "customer=CustomerID,order=InvoiceNo,…", perhaps in several parts. What is mapped:
// customer, name, region, order, line, product, description, quantity, price, currency, time,
// kind (or the fields' own names). A header may hold commas: only a comma before a known word and
// "=" separates. INVALID_ARGUMENT names what is unknown, given twice or without a value.
absl::Status ReadColumnMap(const std::vector<std::string>& parts,
                           accounts::v1::TradeColumns* columns);

// The words, for --help.
std::string ColumnMapWords();

}  // namespace mainstay::ctl
