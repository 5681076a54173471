// Benchmark cases in PostgreSQL.
#pragma once

#include <optional>
#include <string>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "common/text/search.h"
#include "services/feedback/improvement/benchmark_case.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kBenchmarkCaseChanges =
    MAINSTAY_CHANGE_TABLE("benchmark_case_changes", "benchmark_id");

// ALREADY_EXISTS when the case is an example.
void InsertBenchmarkCase(pg::Tx& tx, const BenchmarkCase& benchmark);
// Writes every field of one that was read with LockBenchmarkCase.
void UpdateBenchmarkCase(pg::Tx& tx, const BenchmarkCase& benchmark);

std::optional<BenchmarkCase> ReadBenchmarkCase(pg::Tx& tx, const std::string& benchmark_id);
// The same, locked until the transaction ends.
std::optional<BenchmarkCase> LockBenchmarkCase(pg::Tx& tx, const std::string& benchmark_id);

// What lists can be filtered and sorted by.
api::ListFields BenchmarkCaseListFields();
// Those that have every one of `words`, if there are any.
api::Rows<BenchmarkCase> ListBenchmarkCases(pg::Tx& tx, const api::ListQuery& query,
                                            const std::optional<text::SearchQuery>& words,
                                            bool show_retired);

}  // namespace mainstay::feedback
