// Disputes in PostgreSQL.
#pragma once

#include <optional>
#include <string>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/disputes/dispute.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kDisputeChanges =
    MAINSTAY_CHANGE_TABLE("dispute_changes", "dispute_id");

// Add and save a dispute with its steps and concessions.
void InsertDispute(pg::Tx& tx, const Dispute& dispute);
// Of one that was read with LockDispute; `before` says which parts changed.
void UpdateDispute(pg::Tx& tx, const Dispute& before, const Dispute& dispute);

// A dispute of a case of `account_id` or of an account merged into it. The caller has resolved
// `account_id` within the scope.
std::optional<Dispute> ReadDispute(pg::Tx& tx, const std::string& account_id,
                                   const std::string& case_id, const std::string& dispute_id);
// The same, locked until the transaction ends.
std::optional<Dispute> LockDispute(pg::Tx& tx, const std::string& account_id,
                                   const std::string& case_id, const std::string& dispute_id);

// What lists can be filtered and sorted by.
api::ListFields DisputeListFields();
// Disputes of one case of an account, resolved by the caller; with both empty of every case that
// the scope shows (CasesPredicate in cases/case_store.h).
api::Rows<Dispute> ListDisputes(pg::Tx& tx, const api::ListQuery& query,
                                const std::string& account_id, const std::string& case_id,
                                const auth::AccountScope& scope);

}  // namespace mainstay::feedback
