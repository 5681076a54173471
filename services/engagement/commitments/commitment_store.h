// Commitments in PostgreSQL. A commitment keeps the account it was made under and is seen under the
// account that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/commitments/commitment.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kCommitmentChanges =
    MAINSTAY_CHANGE_TABLE("commitment_changes", "commitment_id");

void InsertCommitment(pg::Tx& tx, const Commitment& commitment);
// Writes every field of a commitment that was read with LockCommitment.
void UpdateCommitment(pg::Tx& tx, const Commitment& commitment);

// A commitment of `account_id` or of an account merged into it. The caller has resolved
// `account_id` within the scope (access/account_access.h).
std::optional<Commitment> ReadCommitment(pg::Tx& tx, const std::string& account_id,
                                         const std::string& commitment_id);
// The same, locked until the transaction ends.
std::optional<Commitment> LockCommitment(pg::Tx& tx, const std::string& account_id,
                                         const std::string& commitment_id);

// What lists can be filtered by; what is overdue is so at `now`.
std::vector<api::FilterField> CommitmentFilterFields(absl::Time now);
// What they can be sorted by.
absl::Span<const api::Sort> CommitmentSorts();

// Commitments of one account, resolved by the caller; with an empty `account_id` of every account
// in the scope.
api::Rows<Commitment> ListCommitments(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& account_id,
                                      const auth::AccountScope& scope);

}  // namespace mainstay::engagement
