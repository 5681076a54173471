// Verifications of cases in PostgreSQL. One keeps the account that its case was of, and is seen
// under the account that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/engagement/case_verifications/case_verification.h"

namespace mainstay::engagement {

void InsertVerification(pg::Tx& tx, const CaseVerification& verification);
// Writes the answer of one that was read with LockVerification.
void UpdateVerification(pg::Tx& tx, const CaseVerification& verification);
// Drops what is open of the case.
void DropVerification(pg::Tx& tx, const std::string& case_id);

// One of `account_id`, resolved by the caller, or of an account merged into it; locked until the
// transaction ends.
std::optional<CaseVerification> LockVerification(pg::Tx& tx, const std::string& account_id,
                                                 const std::string& verification_id);

// What is open of the account, resolved by the caller: at most 50, the oldest first.
std::vector<CaseVerification> OpenVerifications(pg::Tx& tx, const std::string& account_id);

// What lists can be filtered and sorted by.
api::ListFields VerificationListFields();
// Of one account, resolved by the caller; with an empty `account_id` of every account in the scope.
api::Rows<CaseVerification> ListVerifications(pg::Tx& tx, const api::ListQuery& query,
                                              const std::string& account_id,
                                              const auth::AccountScope& scope);

}  // namespace mainstay::engagement
