// Imports and what they rejected, in PostgreSQL: two tables a kind of import.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/imports/import.h"
#include "common/pg/session.h"

namespace mainstay::imports {

// The tables of a kind of import, as services/feedback/migrations/0008_intake.sql declares
// case_imports and case_import_rejects.
struct Tables {
  std::string_view imports, rejects;
  std::string_view parent = "";  // the column of Import::parent_id; empty: there is none
};

void InsertImport(pg::Tx& tx, const Tables& tables, const Import& import);

// Locked until the transaction ends.
std::optional<Import> LockImport(pg::Tx& tx, const Tables& tables, const std::string& import_id);
// `parent_id` is empty where imports have none.
std::optional<Import> FindImport(pg::Tx& tx, const Tables& tables, const std::string& parent_id,
                                 const std::string& import_id);
// Newest first.
absl::Span<const api::Sort> ImportSorts();
api::Rows<Import> ListImports(pg::Tx& tx, const Tables& tables, const std::string& parent_id,
                              const api::ListQuery& query);

// Writes state, run, counts, failure and times of a locked one.
void UpdateImport(pg::Tx& tx, const Tables& tables, const Import& import);

void InsertRejects(pg::Tx& tx, const Tables& tables, const std::string& import_id,
                   const std::vector<Reject>& rejects);
// At most `limit` of an import's rejects after record `after`, in the order of the file.
std::vector<Reject> ReadRejects(pg::Tx& tx, const Tables& tables, const std::string& import_id,
                                int64_t after, int limit);
// Deletes rejects that were kept long enough, some at a time; true when more may be left.
absl::StatusOr<bool> ForgetOldRejects(pg::Tx& tx, const Tables& tables, absl::Time now);

}  // namespace mainstay::imports
