// Requirements in PostgreSQL. A requirement is seen by those who see an account that asks for it,
// or for one that was merged into it. Its row is locked before anything of it is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/requirements/requirement.h"

namespace mainstay::feedback {

// As whom requirements are looked at.
struct RequirementView {
  auth::AccountScope scope;    // whose askers are shown, and whose sales
  absl::CivilDay today;        // DueDay
  std::string sales_currency;  // ISO 4217: what the company counts sales in
};

inline constexpr history::ChangeTable kRequirementChanges =
    MAINSTAY_CHANGE_TABLE("requirement_changes", "requirement_id");

void InsertRequirement(pg::Tx& tx, const Requirement& requirement);
// Writes every field of a requirement that was read with LockRequirement.
void UpdateRequirement(pg::Tx& tx, const Requirement& requirement);

// One within the scope.
std::optional<Requirement> ReadRequirement(pg::Tx& tx, const std::string& id,
                                           const auth::AccountScope& scope);
// The same, locked until the transaction ends.
std::optional<Requirement> LockRequirement(pg::Tx& tx, const std::string& id,
                                           const auth::AccountScope& scope);

// What follows from who asks for it, of one that is in the transaction's view.
RequirementFacts ReadFacts(pg::Tx& tx, const std::string& id, const RequirementView& view);

// What the requirement stands for now, of a chain of merges the last; itself when it is not merged.
std::string ReadSurvivor(pg::Tx& tx, const std::string& id);
// Whatever was merged into `merged`, and itself, now stands for `into`.
void LinkMerged(pg::Tx& tx, const std::string& merged, const std::string& into);
// `merged` is its own survivor again, and of what was merged into it.
void UnlinkMerged(pg::Tx& tx, const std::string& merged);

// What lists can be filtered by.
absl::Span<const api::FilterField> RequirementFilterFields();
// What they can be sorted by.
absl::Span<const api::Sort> RequirementSorts();

// What of a requirement is for those who see every account only is left out for others.
void HideFrom(const auth::AccountScope& scope, Requirement& requirement);

// Requirements that one account asks for, resolved by the caller; with an empty `account_id` every
// one within the view's scope. Without their askers.
api::Rows<SeenRequirement> ListRequirements(pg::Tx& tx, const api::ListQuery& query,
                                            const std::string& account_id,
                                            const RequirementView& view, bool with_merged);

}  // namespace mainstay::feedback
