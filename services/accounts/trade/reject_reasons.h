// Why lines of trade files are rejected.
#pragma once

#include <string>
#include <string_view>

#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

// The reason of a line that was not rejected but belongs to an order with rejected lines: it comes
// with them, so that the order can be imported whole again.
inline constexpr char kNotRejected[] = "";

// What a line rejected for `reason` must have to be accepted, in words; none of a CSV's delimiters
// or quotes is among them. Reasons are those of ReadLines (staging_store.h).
std::string ExpectedInstead(std::string_view reason, const TradeFile& file);

}  // namespace mainstay::accounts
