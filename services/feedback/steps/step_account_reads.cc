#include "services/feedback/steps/step_account_reads.h"

#include <optional>

#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/steps/case_step_store.h"

namespace mainstay::feedback {
namespace {

// The account when the caller owns the step, or with the name of a case any of its steps. Nothing
// for those who see every account anyway.
absl::StatusOr<std::optional<directory::Account>> AccountOfOwner(
    rpc::CallContext& call, const std::vector<std::string>& ids) {
  using Found = std::optional<directory::Account>;
  if (call.scope().all()) return Found();
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Found> {
    const std::string step_id = ids.size() > 2 ? ids[2] : "";
    if (!OwnsStep(tx, ids[0], ids[1], step_id, *call.scope().user())) return Found();
    return directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  });
}

}  // namespace

absl::StatusOr<directory::Account> FindAccountOfStep(rpc::CallContext& call, const Deps& deps,
                                                     const std::vector<std::string>& ids,
                                                     const std::string& resource_name) {
  ASSIGN_OR_RETURN(const auto account, AccountOfOwner(call, ids));
  if (account) return *account;
  return FindAccountOfCase(call, deps, ids, resource_name);
}

absl::StatusOr<directory::Account> FindAccountOfStepForWrite(rpc::CallContext& call,
                                                             const Deps& deps,
                                                             const std::vector<std::string>& ids,
                                                             const std::string& resource_name) {
  ASSIGN_OR_RETURN(const auto account, AccountOfOwner(call, ids));
  if (account && account->state != "deleted") return *account;
  return FindAccountOfCaseForWrite(call, deps, ids, resource_name);
}

absl::Status CheckStepSeen(pg::Tx& tx, const auth::AccountScope& scope,
                           const std::string& step_name) {
  if (scope.all()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(step_name, '/');
  if (parts.size() == 6 && OwnsStep(tx, parts[1], parts[3], parts[5], *scope.user())) {
    return absl::OkStatus();
  }
  return CheckCaseSeen(tx, scope, step_name);
}

}  // namespace mainstay::feedback
