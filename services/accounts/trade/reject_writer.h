// The file of rejected lines: what the sender wrote, byte for byte, with the line number, the
// reason and what is expected instead.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/call_context.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

// Writes the header and each rejected record of a succeeded import, and the others of their orders
// with an empty reason, in the order of the file, with three more columns, "line", "reason" and
// "expected", and the record's own line end. `sink` gets pieces of
// about 64 KiB; false ends the writing. One piece of the file is in memory at a time.
absl::Status WriteRejects(rpc::CallContext& call, const TradeImport& import,
                          const std::function<bool(std::string_view)>& sink);

}  // namespace mainstay::accounts
