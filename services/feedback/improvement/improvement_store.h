// Improvement actions in PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/improvement/improvement_action.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kImprovementActionChanges =
    MAINSTAY_CHANGE_TABLE("improvement_action_changes", "action_id");

void InsertImprovementAction(pg::Tx& tx, const ImprovementAction& action);
// Writes every field of an action that was read with LockImprovementAction.
void UpdateImprovementAction(pg::Tx& tx, const ImprovementAction& action);

std::optional<ImprovementAction> ReadImprovementAction(pg::Tx& tx, const std::string& action_id);
// The same, locked until the transaction ends.
std::optional<ImprovementAction> LockImprovementAction(pg::Tx& tx, const std::string& action_id);

// What lists can be filtered and sorted by.
api::ListFields ImprovementActionListFields();
api::Rows<ImprovementAction> ListImprovementActions(pg::Tx& tx, const api::ListQuery& query);
// The actions of a quarter, the oldest first, at most `limit`.
std::vector<ImprovementAction> ActionsOfQuarter(pg::Tx& tx, int year, int quarter, int limit);

// Of the cases those that are seen in the scope, each with the account that it is seen under.
using SeenCases = absl::flat_hash_map<std::string, std::string>;
SeenCases CasesInScope(pg::Tx& tx, const std::vector<std::string>& case_ids,
                       const auth::AccountScope& scope);

// Of the requirements those that are seen in the scope.
using SeenRequirements = absl::flat_hash_set<std::string>;
SeenRequirements RequirementsInScope(pg::Tx& tx, const std::vector<std::string>& requirement_ids,
                                     const auth::AccountScope& scope);

// What is seen in the scope of all that the actions are linked to.
struct SeenLinks {
  SeenCases cases;
  SeenRequirements requirements;
};
SeenLinks LinksInScope(pg::Tx& tx, absl::Span<const ImprovementAction> actions,
                       const auth::AccountScope& scope);

// What the cases of a quarter's plan that are seen in the scope are about, the most frequent first.
struct PlanTopic {
  std::string category;
  int64_t cases = 0, open = 0, covered = 0;
};
std::vector<PlanTopic> TopicsOfQuarter(pg::Tx& tx, int year, int quarter,
                                       const auth::AccountScope& scope);

}  // namespace mainstay::feedback
