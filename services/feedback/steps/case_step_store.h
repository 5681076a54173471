// The steps of cases in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/steps/case_step.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kCaseStepChanges =
    MAINSTAY_CHANGE_TABLE("case_step_changes", "step_id");

// One statement each, however many.
void InsertCaseSteps(pg::Tx& tx, const std::vector<CaseStep>& steps);
void UpdateCaseSteps(pg::Tx& tx, const std::vector<CaseStep>& steps);

// The steps of cases, by case and place. Their account is left empty. The cases are locked.
absl::flat_hash_map<std::string, std::vector<CaseStep>> StepsOfCases(
    pg::Tx& tx, const std::vector<std::string>& case_ids);

// A step of a case, of `account_id` or of one merged into it.
std::optional<CaseStep> ReadCaseStep(pg::Tx& tx, const std::string& account_id,
                                     const std::string& case_id, const std::string& step_id);
// Whether `user` owns that step of that case, of that account or of one merged with it; with an
// empty `step_id` any step of the case.
bool OwnsStep(pg::Tx& tx, const std::string& account_id, const std::string& case_id,
              const std::string& step_id, const std::string& user);

// The owners of accounts, or of those they were merged into.
absl::flat_hash_map<std::string, std::string> OwnersOfAccounts(
    pg::Tx& tx, const std::vector<std::string>& account_ids);

// The titles of the unfinished required steps of cases, in order, by case.
absl::flat_hash_map<std::string, std::vector<std::string>> OpenRequiredSteps(
    pg::Tx& tx, const std::vector<std::string>& case_ids);

// What lists can be filtered by; what is overdue is so at `now`.
std::vector<api::FilterField> CaseStepFilterFields(absl::Time now);
absl::Span<const api::Sort> CaseStepSorts();

// Which steps.
struct StepsOf {
  std::string account_id;  // resolved by the caller; empty: every account that the scope sees
  std::string case_id;     // empty: every case
  std::string owner;       // empty: anybody
};
// In a scope that is not all accounts, also steps that its user owns elsewhere.
api::Rows<CaseStep> ListCaseSteps(pg::Tx& tx, const api::ListQuery& query, const StepsOf& of,
                                  const auth::AccountScope& scope);

}  // namespace mainstay::feedback
