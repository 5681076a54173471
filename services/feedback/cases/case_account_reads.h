// The account of a case that a call is about. Whoever is assigned a case sees that case, and
// nothing else of the account when they are not on its team.
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

// directory::FindAccount for a call about a case or what hangs on it; `ids` are those of its name,
// the account's and the case's first. Every handler that is about one case asks this.
absl::StatusOr<directory::Account> FindAccountOfCase(rpc::CallContext& call, const Deps& deps,
                                                     const std::vector<std::string>& ids,
                                                     const std::string& resource_name);
// The same for a write: FAILED_PRECONDITION with reason ACCOUNT_DELETED for a deleted account.
absl::StatusOr<directory::Account> FindAccountOfCaseForWrite(rpc::CallContext& call,
                                                             const Deps& deps,
                                                             const std::vector<std::string>& ids,
                                                             const std::string& resource_name);

// OK while the case that `resource_name` is of ("accounts/{uuid}/cases/{uuid}/…") is seen in the
// scope; otherwise the NOT_FOUND of the resource.
absl::Status CheckCaseSeen(pg::Tx& tx, const auth::AccountScope& scope,
                           std::string_view resource_name);

// As api::WriteOnce asks: a stored answer is for those who still see the case in its `name`.
inline auto ReplayWhereCaseSeen(const auth::AccountScope& scope) {
  return
      [&scope](pg::Tx& tx, const auto& answer) { return CheckCaseSeen(tx, scope, answer.name()); };
}

}  // namespace mainstay::feedback
