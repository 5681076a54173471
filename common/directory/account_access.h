// The account that a call is about, as this service knows it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/directory/directory.h"
#include "common/rpc/call_context.h"

namespace mainstay::directory {

// The account within the caller's scope, or the one that it was merged into. NOT_FOUND of
// `resource_name` when there is none to be seen; UNAVAILABLE when accounts had to be asked and
// cannot be. Asks in transactions of its own: before the handler's.
absl::StatusOr<Account> FindAccount(rpc::CallContext& call, Directory& directory,
                                    const std::string& account_id,
                                    const std::string& resource_name);

// The account whose things a list is asked for: the id of the one that `parent` ("accounts/{uuid}")
// names, found as by FindAccount; empty for "accounts/-", every account within the scope.
absl::StatusOr<std::string> AccountOfParent(rpc::CallContext& call, Directory& directory,
                                            const std::string& parent);

// FindAccount for a write: FAILED_PRECONDITION with reason ACCOUNT_DELETED for a deleted account.
absl::StatusOr<Account> FindAccountForWrite(rpc::CallContext& call, Directory& directory,
                                            const std::string& account_id,
                                            const std::string& resource_name);

}  // namespace mainstay::directory
