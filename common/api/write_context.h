// Who writes, out of the call that asks for it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/history/change.h"
#include "common/rpc/call_context.h"

namespace mainstay::api {

// INVALID_ARGUMENT on "reason" when it is too long.
absl::StatusOr<history::WriteContext> WriteContextOf(const rpc::CallContext& call,
                                                     const std::string& reason);

}  // namespace mainstay::api
