// Who writes, out of the call that asks for it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/accounts/history/change.h"

namespace mainstay::accounts {

// INVALID_ARGUMENT on "reason" when it is too long.
absl::StatusOr<WriteContext> WriteContextOf(const rpc::CallContext& call,
                                            const std::string& reason);

}  // namespace mainstay::accounts
