// Who may call a method, and what of the accounts the call reaches: the option
// (mainstay.options.v1.policy) of the method against the caller's roles.
#pragma once

#include <google/protobuf/descriptor.h>

#include "absl/status/statusor.h"
#include "common/auth/principal.h"
#include "common/auth/scope.h"
#include "mainstay/options/v1/options.pb.h"

namespace mainstay::auth {

// The option of `method`, or FAILED_PRECONDITION naming the method when it has none, no scope, or a
// permission that no role grants. PUBLIC methods name no permission.
absl::StatusOr<options::v1::Policy> PolicyOf(const google::protobuf::MethodDescriptor& method);

// What `principal` reaches through a method with `policy`, or UNAUTHENTICATED (TOKEN_MISSING) or
// PERMISSION_DENIED (PERMISSION_MISSING).
absl::StatusOr<AccountScope> Authorize(const options::v1::Policy& policy,
                                       const Principal& principal);

}  // namespace mainstay::auth
