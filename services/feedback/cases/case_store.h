// Cases in PostgreSQL. A case keeps the account it was made under and is seen under the account
// that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "common/text/search.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kCaseChanges =
    MAINSTAY_CHANGE_TABLE("case_changes", "case_id");

// Gives the cases their numbers, in their order. In one statement, for one case or some thousand.
void InsertCases(pg::Tx& tx, absl::Span<Case* const> cases);
// Writes every field of a case that was read with LockCase.
void UpdateCase(pg::Tx& tx, const Case& c);

// A case of `account_id` or of an account merged into it. The caller has resolved `account_id`
// within the scope (common/directory/account_access.h).
std::optional<Case> ReadCase(pg::Tx& tx, const std::string& account_id, const std::string& case_id);
// The same, locked until the transaction ends.
std::optional<Case> LockCase(pg::Tx& tx, const std::string& account_id, const std::string& case_id);

// Whether `user` has that case, of that account or of one merged with it.
bool IsAssignee(pg::Tx& tx, const std::string& account_id, const std::string& case_id,
                const std::string& user);

// Open cases of an assignee, of those seen in the scope, the severest and then the oldest first.
struct AssignedCases {
  std::vector<Case> cases;  // at most `limit`
  int64_t remaining = 0;    // how many more there are
};
AssignedCases OpenCasesOf(pg::Tx& tx, const std::string& assignee, const auth::AccountScope& scope,
                          int limit);
// The same, locked until the transaction ends.
AssignedCases LockOpenCasesOf(pg::Tx& tx, const std::string& assignee,
                              const auth::AccountScope& scope, int limit);

// What lists can be filtered by.
absl::Span<const api::FilterField> CaseFilterFields();
// What they can be sorted by.
absl::Span<const api::Sort> CaseSorts();

// " AND …" for a list of cases `c` over one account, resolved by the caller, or with an empty
// `account_id` over all that the scope shows: those of the caller's teams, and single cases that
// they have of other accounts.
std::string CasesPredicate(api::ListParams& params, const std::string& account_id,
                           const auth::AccountScope& scope);

// Which cases a list has.
struct CasesOf {
  std::string account_id;                  // resolved by the caller; empty: every one in the scope
  std::optional<text::SearchQuery> words;  // only those that have all of them (case_search_store.h)
};
// With words, in a transaction only.
api::Rows<Case> ListCases(pg::Tx& tx, const api::ListQuery& query, const CasesOf& of,
                          const auth::AccountScope& scope);

}  // namespace mainstay::feedback
