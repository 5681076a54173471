#include "services/feedback/improvement/benchmark_case_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

#define MAINSTAY_BENCHMARK_COLUMNS                                                       \
  "benchmark_id, version, case_id, title, situation, solution, lesson, tags, category, " \
  "retired, author, create_time, update_time"

constexpr pg::Statement kInsert{"benchmark_case_insert",
                                "INSERT INTO benchmark_cases (" MAINSTAY_BENCHMARK_COLUMNS
                                ", search_text, grams) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                                "$10, $11, $12, $13, $14, $15)"};
constexpr pg::Statement kUpdate{"benchmark_case_update",
                                "UPDATE benchmark_cases SET (" MAINSTAY_BENCHMARK_COLUMNS
                                ", search_text, grams) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
                                "$11, $12, $13, $14, $15) WHERE benchmark_id = $1"};
#define MAINSTAY_BENCHMARK_READ "SELECT " MAINSTAY_BENCHMARK_COLUMNS " FROM benchmark_cases "
constexpr pg::Statement kRead{"benchmark_case_read",
                              MAINSTAY_BENCHMARK_READ "WHERE benchmark_id = $1"};
constexpr pg::Statement kLock{"benchmark_case_lock",
                              MAINSTAY_BENCHMARK_READ "WHERE benchmark_id = $1 FOR UPDATE"};

std::vector<pg::Param> Row(const BenchmarkCase& b) {
  const std::string search_text = SearchTextOf(b);
  const std::vector<int32_t> grams = text::SearchGrams(search_text);
  return {pg::ToParam(b.id),
          pg::ToParam(b.version),
          pg::ToParam(b.case_id),
          pg::ToParam(b.title),
          pg::ToParam(b.situation),
          pg::ToParam(b.solution),
          pg::ToParam(b.lesson),
          pg::ToParam(b.tags),
          pg::ToParam(b.category),
          pg::ToParam(b.retired),
          pg::ToParam(b.author),
          pg::ToParam(b.create_time),
          pg::ToParam(b.update_time),
          pg::ToParam(search_text),
          pg::ToParam(std::vector<int64_t>(grams.begin(), grams.end()))};
}

BenchmarkCase FromRow(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .version = row[1].as<int64_t>(),
          .case_id = row[2].c_str(),
          .title = row[3].c_str(),
          .situation = row[4].c_str(),
          .solution = row[5].c_str(),
          .lesson = row[6].c_str(),
          .tags = pg::ParseArray(row[7].c_str()),
          .category = row[8].c_str(),
          .retired = row[9].as<bool>(),
          .author = row[10].c_str(),
          .create_time = pg::ParseTime(row[11].c_str()),
          .update_time = pg::ParseTime(row[12].c_str())};
}

std::optional<BenchmarkCase> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertBenchmarkCase(pg::Tx& tx, const BenchmarkCase& benchmark) {
  tx.RunParams(kInsert, Row(benchmark));
}

void UpdateBenchmarkCase(pg::Tx& tx, const BenchmarkCase& benchmark) {
  tx.RunParams(kUpdate, Row(benchmark));
}

std::optional<BenchmarkCase> ReadBenchmarkCase(pg::Tx& tx, const std::string& benchmark_id) {
  return First(tx.Run(kRead, benchmark_id));
}

std::optional<BenchmarkCase> LockBenchmarkCase(pg::Tx& tx, const std::string& benchmark_id) {
  return First(tx.Run(kLock, benchmark_id));
}

api::ListFields BenchmarkCaseListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"title", "title", kText},
      {"category", "category", kText},
      {"author", "author", kText},
      {"create_time", "create_time", kTime},
      {"update_time", "update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "b.create_time", "timestamptz"},
      {"update_time", true, "b.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

// The grams find candidates through the index; the text decides.
api::Rows<BenchmarkCase> ListBenchmarkCases(pg::Tx& tx, const api::ListQuery& query,
                                            const std::optional<text::SearchQuery>& words,
                                            bool show_retired) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_BENCHMARK_COLUMNS, api::KeyColumns(query, "b.benchmark_id"),
      " FROM benchmark_cases b WHERE ", query.filter.where, show_retired ? "" : " AND NOT retired");
  if (words) {
    const std::vector<int64_t> grams(words->grams.begin(), words->grams.end());
    absl::StrAppend(&sql, " AND grams @> ", params.Add(grams), "::int[]");
    for (const std::string& word : words->words) {
      absl::StrAppend(&sql, " AND strpos(search_text, ", params.Add(word), ") > 0");
    }
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "b.benchmark_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
