// Cases in PostgreSQL. A case keeps the account it was made under and is seen under the account
// that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kCaseChanges =
    MAINSTAY_CHANGE_TABLE("case_changes", "case_id");

// Gives the case its number.
void InsertCase(pg::Tx& tx, Case& c);
// Writes every field of a case that was read with LockCase.
void UpdateCase(pg::Tx& tx, const Case& c);

// A case of `account_id` or of an account merged into it. The caller has resolved `account_id`
// within the scope (common/directory/account_access.h).
std::optional<Case> ReadCase(pg::Tx& tx, const std::string& account_id, const std::string& case_id);
// The same, locked until the transaction ends.
std::optional<Case> LockCase(pg::Tx& tx, const std::string& account_id, const std::string& case_id);

// What lists can be filtered by.
absl::Span<const api::FilterField> CaseFilterFields();
// What they can be sorted by.
absl::Span<const api::Sort> CaseSorts();

// Cases of one account, resolved by the caller; with an empty `account_id` of every account in the
// scope.
api::Rows<Case> ListCases(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                          const auth::AccountScope& scope);

}  // namespace mainstay::feedback
