#include "services/accounts/profile/account_write.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/profile/account_proto.h"
#include "services/accounts/profile/account_store.h"

namespace mainstay::accounts {

absl::StatusOr<Account> LockForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                     const std::string& account_id, const std::string& etag) {
  std::optional<Account> account = LockAccount(tx, account_id, call.scope());
  if (!account) return status::NotFound(AccountName(account_id));
  RETURN_IF_ERROR(api::CheckEtag(etag, account->version));
  return *std::move(account);
}

absl::Status CheckActive(const Account& account) {
  if (account.state == "merged") {
    std::string survivor = AccountName(account.merged_into);
    return status::Error(absl::StatusCode::kFailedPrecondition, "ACCOUNT_MERGED",
                         absl::StrCat("the account was merged; write to ", survivor),
                         {{"survivor", survivor}});
  }
  if (account.state == "deleted") {
    return status::Error(absl::StatusCode::kFailedPrecondition, "ACCOUNT_DELETED",
                         "the account is deleted; undelete it first");
  }
  return absl::OkStatus();
}

void SaveVersion(pg::Tx& tx, const Account& before, const Account& after, const std::string& action,
                 const std::vector<history::Change>& changes, events::OutboxEvent event,
                 const history::WriteContext& context) {
  history::WriteContext at = context;
  at.now = event.occurred_at = after.update_time;
  UpdateAccount(tx, before, after);
  history::RecordChanges(tx, kAccountChanges, after.id, after.version, action, changes, at);
  events::Append(tx, event);
}

}  // namespace mainstay::accounts
