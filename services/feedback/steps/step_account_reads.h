// The account of a step that a call is about. Whoever owns a step sees it and its case's other
// steps, whether on the account's team or not: other departments do not follow accounts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/scope.h"
#include "common/directory/account_access.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// FindAccountOfCase for a step; `ids` are those of its name (account, case, step), or of its
// case's.
absl::StatusOr<directory::Account> FindAccountOfStep(rpc::CallContext& call, const Deps& deps,
                                                     const std::vector<std::string>& ids,
                                                     const std::string& resource_name);
// The same for a write: FAILED_PRECONDITION with reason ACCOUNT_DELETED for a deleted account.
absl::StatusOr<directory::Account> FindAccountOfStepForWrite(rpc::CallContext& call,
                                                             const Deps& deps,
                                                             const std::vector<std::string>& ids,
                                                             const std::string& resource_name);

// As api::WriteOnce asks: a stored answer is for those who still see the step in its `name`.
absl::Status CheckStepSeen(pg::Tx& tx, const auth::AccountScope& scope,
                           const std::string& step_name);

}  // namespace mainstay::feedback
