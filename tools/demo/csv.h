// The demo company as CSV files (RFC 4180).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "tools/demo/company.h"

namespace mainstay::demo {

std::string AccountsCsv(const Company& company);
std::string ContactsCsv(const Company& company);
std::string MembersCsv(const Company& company);
// Order lines, for ImportTrade; the header names are those of TradeColumnsOfCsv.
std::string TradeCsv(const Company& company);
std::string PaymentsCsv(const Company& company);

accounts::v1::TradeColumns TradeColumnsOfCsv();

// "1234.05"
std::string FormatHundredths(int64_t hundredths);

// Writes accounts.csv, contacts.csv, members.csv, trade.csv and payments.csv into `directory`,
// which is made.
absl::Status WriteCsvFiles(const Company& company, const std::string& directory);

}  // namespace mainstay::demo
