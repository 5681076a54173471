// Imports of cases, what they rejected and the external ids of what they brought, in PostgreSQL.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/intake/case_import.h"

namespace mainstay::feedback {

void InsertCaseImport(pg::Tx& tx, const CaseImport& import);

// Locked until the transaction ends.
std::optional<CaseImport> LockCaseImport(pg::Tx& tx, const std::string& import_id);
std::optional<CaseImport> FindCaseImport(pg::Tx& tx, const std::string& import_id);
// Newest first.
absl::Span<const api::Sort> CaseImportSorts();
api::Rows<CaseImport> ListCaseImports(pg::Tx& tx, const api::ListQuery& query);

// Writes state, run, counts, failure and times of a locked one.
void UpdateCaseImport(pg::Tx& tx, const CaseImport& import);

void InsertCaseRejects(pg::Tx& tx, const std::string& import_id,
                       const std::vector<CaseReject>& rejects);
// At most `limit` of an import's rejects after record `after`, in the order of the file.
std::vector<CaseReject> ReadCaseRejects(pg::Tx& tx, const std::string& import_id, int64_t after,
                                        int limit);
// Deletes what was rejected by imports that were last touched before `before`, some at a time; true
// when more may be left.
bool DeleteOldCaseRejects(pg::Tx& tx, absl::Time before);

// Accounts in use and in the scope, with the account that each is seen under: by ids as asked, and
// by display names, of which those that several accounts have are `ambiguous`.
struct FoundAccounts {
  std::map<std::string, std::string> by_id, by_name;
  std::set<std::string> ambiguous;
};
FoundAccounts FindFileAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                               const std::set<std::string>& names, const auth::AccountScope& scope);

// An account, which is a survivor, and another system's id of a record.
using ExternalId = std::pair<std::string, std::string>;
// Those of `ids` that are cases already, under the account or one that was merged into it.
std::set<ExternalId> TakenExternalIds(pg::Tx& tx, const std::string& source,
                                      const std::vector<ExternalId>& ids);
// `case_ids` beside `ids`.
void InsertExternalIds(pg::Tx& tx, const std::string& import_id, const std::string& source,
                       const std::vector<ExternalId>& ids,
                       const std::vector<std::string>& case_ids);

}  // namespace mainstay::feedback
