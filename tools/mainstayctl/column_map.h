// --map: which column of a file holds what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace mainstay::ctl {

// What people write, and the field of the request's columns.
struct MapWord {
  std::string_view word, field;
};
inline constexpr MapWord kTradeWords[] = {
    {"customer", "account_external_id"}, {"name", "account_name"}, {"region", "region"},
    {"order", "order_number"},           {"line", "line"},         {"product", "product"},
    {"description", "description"},      {"quantity", "quantity"}, {"price", "unit_price"},
    {"currency", "currency_code"},       {"time", "order_time"},   {"kind", "kind"},
};
inline constexpr MapWord kCommunicationWords[] = {
    {"account", "account"}, {"channel", "channel"}, {"direction", "direction"},
    {"time", "occur_time"}, {"subject", "subject"}, {"body", "body"},
    {"users", "users"},     {"id", "external_id"},  {"minutes", "duration_minutes"},
};
inline constexpr MapWord kCaseWords[] = {
    {"account", "account"},     {"kind", "kind"},
    {"channel", "channel"},     {"category", "category"},
    {"severity", "severity"},   {"scope", "scope"},
    {"subject", "subject"},     {"facts", "facts"},
    {"cause", "cause"},         {"position", "customer_position"},
    {"contact", "contact"},     {"products", "products"},
    {"occurred", "occur_time"}, {"time", "receive_time"},
    {"assignee", "assignee"},   {"id", "external_id"},
};

inline constexpr MapWord kResponseWords[] = {
    {"id", "external_id"},   {"account", "account"},          {"contact", "contact"},
    {"wave", "wave"},        {"language", "language"},        {"started", "start_time"},
    {"time", "submit_time"}, {"seconds", "duration_seconds"}, {"response", "response"},
};

// Reads "customer=CustomerID,order=InvoiceNo,…", perhaps in several parts, by the words or by the
// fields' own names. A header may hold commas: only a comma before a single word and "=" separates.
// INVALID_ARGUMENT names what is unknown, with the known words, given twice or without a value.
absl::Status ReadColumnMap(const std::vector<std::string>& parts, absl::Span<const MapWord> words,
                           google::protobuf::Message* columns);

// The words, for --help.
std::string ColumnMapWords(absl::Span<const MapWord> words);

}  // namespace mainstay::ctl
