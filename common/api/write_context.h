// Who writes, out of the call that asks for it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/history/change.h"
#include "common/rpc/call_context.h"

namespace mainstay::api {

// INVALID_ARGUMENT when the reason is too long, on the field of the request that it stands in.
absl::StatusOr<history::WriteContext> WriteContextOf(const rpc::CallContext& call,
                                                     const std::string& reason,
                                                     std::string_view field = "reason");

}  // namespace mainstay::api
