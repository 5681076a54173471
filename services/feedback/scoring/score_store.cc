#include "services/feedback/scoring/score_store.h"

#include <pqxx/result>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/feedback/requirements/requirement_sql_store.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kWrite{"requirement_score_write", R"sql(
INSERT INTO requirement_scores (requirement_id, set_id, criterion, realized, score, author,
  update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (set_id, requirement_id, criterion, realized)
DO UPDATE SET score = EXCLUDED.score, author = EXCLUDED.author, update_time = EXCLUDED.update_time
)sql"};
constexpr pg::Statement kDelete{"requirement_score_delete",
                                "DELETE FROM requirement_scores WHERE requirement_id = $1 "
                                "AND set_id = $2 AND criterion = $3 AND realized = $4"};
constexpr pg::Statement kRead{"requirement_scores_read",
                              "SELECT criterion, realized, score, author, update_time "
                              "FROM requirement_scores WHERE requirement_id = $1 AND set_id = $2"};
constexpr pg::Statement kReadMany{"requirement_scores_read_many",
                                  "SELECT requirement_id, criterion, score "
                                  "FROM requirement_scores WHERE set_id = $1 AND realized = $2 "
                                  "AND requirement_id = ANY($3::uuid[])"};

void FillScores(pg::Tx& tx, const std::string& set_id, bool realized,
                absl::Span<ScoredRequirement> requirements) {
  absl::flat_hash_map<std::string, ScoredRequirement*> by_id;
  std::vector<std::string> ids;
  for (ScoredRequirement& r : requirements) {
    by_id[r.id] = &r;
    ids.push_back(r.id);
  }
  if (ids.empty()) return;
  for (const auto& row : tx.Run(kReadMany, set_id, realized, ids)) {
    by_id[row[0].c_str()]->scores[row[1].c_str()] = row[2].as<double>();
  }
}

}  // namespace

void WriteScore(pg::Tx& tx, const std::string& requirement_id, const std::string& set_id,
                const Score& score) {
  tx.Run(kWrite, requirement_id, set_id, score.criterion, score.realized, score.score, score.author,
         score.update_time);
}

void DeleteScore(pg::Tx& tx, const std::string& requirement_id, const std::string& set_id,
                 const std::string& criterion, bool realized) {
  tx.Run(kDelete, requirement_id, set_id, criterion, realized);
}

std::vector<Score> ReadScores(pg::Tx& tx, const std::string& requirement_id,
                              const std::string& set_id) {
  std::vector<Score> scores;
  for (const auto& row : tx.Run(kRead, requirement_id, set_id)) {
    scores.push_back({.criterion = row[0].c_str(),
                      .realized = row[1].as<bool>(),
                      .score = row[2].as<double>(),
                      .author = row[3].c_str(),
                      .update_time = pg::ParseTime(row[4].c_str())});
  }
  return scores;
}

std::vector<ScoredRequirement> ReadScored(pg::Tx& tx, const std::string& set_id,
                                          const std::vector<std::string>& ids,
                                          const api::SqlFilter& filter, const RequirementView& view,
                                          int most) {
  std::vector<pg::Param> params = filter.params;
  const auto add = [&](pg::Param param) {
    params.push_back(std::move(param));
    return absl::StrCat("$", params.size());
  };
  const FactsSql facts{.today = add(pg::ToParam(pg::DayText(view.today))) + "::date",
                       .currency = add(pg::ToParam(view.sales_currency)) + "::text",
                       .user = add(pg::ToParam(view.scope.user()))};
  std::string sql = absl::StrCat(
      "SELECT r.requirement_id, r.title, r.urgency, r.importance, f.accounts, f.value, "
      "f.all_sales::float8 "
      "FROM requirements r",
      FactsOf(facts), " WHERE r.merged_into IS NULL AND ", filter.where);
  if (!ids.empty()) {
    absl::StrAppend(&sql, " AND r.requirement_id = ANY(", add(pg::ToParam(ids)), "::uuid[])");
  }
  absl::StrAppend(&sql, " ORDER BY r.requirement_id LIMIT ", most);
  std::vector<ScoredRequirement> requirements;
  for (const auto& row : tx.Exec(sql, params)) {
    requirements.push_back(
        {.id = row[0].c_str(),
         .title = row[1].c_str(),
         .urgency = row[2].as<int>(),
         .importance = row[3].as<int>(),
         .accounts = row[4].as<int>(),
         .value = row[5].as<int64_t>(),
         .sales = row[6].is_null() ? std::nullopt : std::optional(row[6].as<double>()),
         .scores = {}});
  }
  FillScores(tx, set_id, /*realized=*/false, absl::MakeSpan(requirements));
  return requirements;
}

std::vector<ScoredRequirement> ReadRealized(pg::Tx& tx, const std::string& set_id,
                                            const std::vector<std::string>& ids) {
  std::vector<ScoredRequirement> requirements;
  for (const std::string& id : ids) requirements.push_back({.id = id});
  FillScores(tx, set_id, /*realized=*/true, absl::MakeSpan(requirements));
  std::erase_if(requirements, [](const ScoredRequirement& r) { return r.scores.empty(); });
  return requirements;
}

}  // namespace mainstay::feedback
