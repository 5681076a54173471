// What every write of an account has in common. For this folder's services.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// Locks the account for a write and checks the etag ("" for any). NOT_FOUND when it is not there or
// not in the caller's scope.
absl::StatusOr<Account> LockForWrite(pg::Tx& tx, const rpc::CallContext& call,
                                     const std::string& account_id, const std::string& etag);

// OK for an account in use; FAILED_PRECONDITION with reason ACCOUNT_DELETED, or ACCOUNT_MERGED and
// the survivor, otherwise.
absl::Status CheckActive(const Account& account);

// Writes the row, the history and the event of one version (NextVersion), all with its time.
void SaveVersion(pg::Tx& tx, const Account& before, const Account& after, const std::string& action,
                 const std::vector<history::Change>& changes, events::OutboxEvent event,
                 const history::WriteContext& context);

}  // namespace mainstay::accounts
