// Orders and credit notes (订单, 红字单) and payments, and the rules that they keep.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::accounts {

// Numbers are decimals as text: at most 12 digits and 9 decimals.
struct OrderLine {
  std::string product;
  std::string description;
  std::string quantity;
  std::string unit_price;
  std::string amount;  // quantity × unit_price; set when read
};

struct Order {
  std::string id;          // bare UUID
  std::string account_id;  // bare UUID
  std::string order_number;
  int64_t version = 1;
  std::string kind = "order";  // or "credit_note"
  absl::Time order_time;
  std::string currency_code;
  std::string total;  // decimal; set when read
  int line_count = 0;
  std::vector<OrderLine> lines;
  std::string import_id;  // bare UUID; empty when recorded by itself
  std::string actor;      // who brought this content
  std::string reason;     // why, as given; for writing only
  absl::Time create_time;
  absl::Time update_time;
};

inline constexpr size_t kMaxOrderLines = 10000;
// An order's total, and quantity × unit price of each line, stay below this, and above its
// negative.
inline constexpr int64_t kMaxTotalUnits = 1000000000000000000;

// Orders and payments of later than this after now are mistakes; a day, because clocks and time
// zones differ.
inline constexpr absl::Duration kMaxAhead = absl::Hours(24);

// INVALID_ARGUMENT names every field that cannot be accepted, as "order_number",
// "lines[2].quantity".
absl::Status Validate(const Order& order, absl::Time now);

struct Payment {
  std::string id;          // bare UUID
  std::string account_id;  // bare UUID
  std::string payment_number;
  std::string amount;  // decimal, not zero; negative for a refund
  std::string currency_code;
  absl::Time payment_time;
  std::string method;
  std::string order_number;
  std::string actor;
  absl::Time create_time;
};

absl::Status Validate(const Payment& payment, absl::Time now);

// A decimal number of at most 12 digits and 9 decimals, such as "12", "-0.5"; the shape that trade
// files' numbers have too.
bool IsDecimal(std::string_view text);

}  // namespace mainstay::accounts
