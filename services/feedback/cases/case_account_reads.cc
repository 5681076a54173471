#include "services/feedback/cases/case_account_reads.h"

#include <optional>

#include "absl/strings/str_split.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

// The account when the caller is the case's assignee, whether on its team or not. Nothing for those
// who see every account anyway.
absl::StatusOr<std::optional<directory::Account>> AccountOfAssignee(
    rpc::CallContext& call, const std::vector<std::string>& ids) {
  using Found = std::optional<directory::Account>;
  if (call.scope().all()) return Found();
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Found> {
    if (!IsAssignee(tx, ids[0], ids[1], *call.scope().user())) return Found();
    return directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  });
}

}  // namespace

absl::StatusOr<directory::Account> FindAccountOfCase(rpc::CallContext& call, const Deps& deps,
                                                     const std::vector<std::string>& ids,
                                                     const std::string& resource_name) {
  ASSIGN_OR_RETURN(const auto account, AccountOfAssignee(call, ids));
  if (account) return *account;
  return FindAccount(call, *deps.directory, ids[0], resource_name);
}

absl::StatusOr<directory::Account> FindAccountOfCaseForWrite(rpc::CallContext& call,
                                                             const Deps& deps,
                                                             const std::vector<std::string>& ids,
                                                             const std::string& resource_name) {
  ASSIGN_OR_RETURN(const auto account, AccountOfAssignee(call, ids));
  if (account && account->state != "deleted") return *account;
  return FindAccountForWrite(call, *deps.directory, ids[0], resource_name);
}

absl::Status CheckCaseSeen(pg::Tx& tx, const auth::AccountScope& scope,
                           std::string_view resource_name) {
  if (scope.all()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(resource_name, '/');
  if (parts.size() >= 4 && parts[0] == "accounts" && parts[2] == "cases" &&
      IsAssignee(tx, parts[1], parts[3], *scope.user())) {
    return absl::OkStatus();
  }
  return directory::CheckSeen(tx, scope, resource_name);
}

}  // namespace mainstay::feedback
