#include "common/directory/account_access.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::directory {

absl::StatusOr<Account> FindAccount(rpc::CallContext& call, Directory& directory,
                                    const std::string& account_id,
                                    const std::string& resource_name) {
  absl::StatusOr<Account> account = directory.Find(call, account_id);
  if (absl::IsNotFound(account.status())) return status::NotFound(resource_name);
  return account;
}

absl::StatusOr<std::string> AccountOfParent(rpc::CallContext& call, Directory& directory,
                                            const std::string& parent) {
  if (parent == "accounts/-") return "";
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(parent, "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const Account account, FindAccount(call, directory, ids[0], parent));
  return account.id;
}

absl::StatusOr<Account> FindAccountForWrite(rpc::CallContext& call, Directory& directory,
                                            const std::string& account_id,
                                            const std::string& resource_name) {
  ASSIGN_OR_RETURN(Account account, FindAccount(call, directory, account_id, resource_name));
  if (account.state == "deleted") {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "ACCOUNT_DELETED",
        absl::StrCat("accounts/", account.id, " is deleted; undelete it before writing under it"));
  }
  return account;
}

}  // namespace mainstay::directory
