#include "services/feedback/scoring/ranking_store.h"

#include <pqxx/result>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/pg/statement.h"
#include "services/feedback/requirements/requirement_sql_store.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"ranking_insert", R"sql(
INSERT INTO rankings (ranking_id, set_id, version, normalization, top, ranked, unranked,
  previous_id, reversal_count, author, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql"};
// The scores of a row are the text of an array.
constexpr pg::Statement kInsertRows{"ranking_rows_insert", R"sql(
INSERT INTO ranking_rows (ranking_id, position, requirement_id, title, scores, rank, closeness,
  ideal_distance, anti_ideal_distance, previous_rank)
SELECT $1::uuid, w.n - 1, w.requirement_id, w.title, w.scores::float8[], w.rank,
  w.closeness::float8, w.ideal_distance::float8, w.anti_ideal_distance::float8, w.previous_rank
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
  $9::bigint[]) WITH ORDINALITY AS w (requirement_id, title, scores, rank, closeness,
  ideal_distance, anti_ideal_distance, previous_rank, n)
)sql"};

#define MAINSTAY_RANKING_COLUMNS                                                      \
  "k.ranking_id, k.set_id, k.version, k.normalization, k.top, k.ranked, k.unranked, " \
  "k.previous_id, k.reversal_count, k.author, k.create_time"
constexpr pg::Statement kRead{
    "ranking_read", "SELECT " MAINSTAY_RANKING_COLUMNS " FROM rankings k WHERE k.ranking_id = $1"};
constexpr pg::Statement kLatest{"ranking_latest",
                                "SELECT ranking_id FROM rankings WHERE set_id = $1 "
                                "ORDER BY ordinal DESC LIMIT 1"};
constexpr pg::Statement kRows{"ranking_rows_read",
                              "SELECT requirement_id, title, scores, rank, closeness, "
                              "ideal_distance, anti_ideal_distance, previous_rank "
                              "FROM ranking_rows WHERE ranking_id = $1 ORDER BY position"};
constexpr pg::Statement kSeen{
    "ranking_rows_seen",
    "SELECT w.position FROM ranking_rows w JOIN requirements r USING (requirement_id) "
    "WHERE w.ranking_id = $1 AND w.position = ANY($2::bigint[]) "
    "AND " MAINSTAY_REQUIREMENT_SEEN("$3")};

std::string ArrayText(const std::vector<std::optional<double>>& scores) {
  std::string text = "{";
  for (const auto& score : scores) {
    if (text.size() > 1) text += ",";
    text += score ? *pg::ToParam(*score) : "NULL";
  }
  return text + "}";
}

std::vector<std::optional<double>> ParseScores(std::string_view text) {
  std::vector<std::optional<double>> scores;
  for (const std::string& value : pg::ParseArray(text)) {
    double score = 0;
    const bool there = absl::SimpleAtod(value, &score);
    scores.push_back(there ? std::optional<double>(score) : std::nullopt);
  }
  return scores;
}

Ranking FromRow(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .set_id = row[1].c_str(),
          .version = row[2].as<int64_t>(),
          .normalization = row[3].c_str(),
          .top = row[4].as<int>(),
          .ranked = row[5].as<int>(),
          .unranked = row[6].as<int>(),
          .previous_id = row[7].c_str(),
          .reversal_count = row[8].as<int64_t>(),
          .author = row[9].c_str(),
          .create_time = pg::ParseTime(row[10].c_str())};
}

}  // namespace

void InsertRanking(pg::Tx& tx, const Ranking& ranking, const std::vector<RankingRow>& rows) {
  tx.Run(kInsert, ranking.id, ranking.set_id, ranking.version, ranking.normalization, ranking.top,
         ranking.ranked, ranking.unranked,
         ranking.previous_id.empty() ? pg::Param() : pg::ToParam(ranking.previous_id),
         ranking.reversal_count, ranking.author, ranking.create_time);
  std::vector<std::string> ids, titles, scores, closeness, ideal, anti_ideal;
  std::vector<int64_t> ranks, previous;
  for (const RankingRow& row : rows) {
    ids.push_back(row.requirement_id);
    titles.push_back(row.title);
    scores.push_back(ArrayText(row.scores));
    ranks.push_back(row.rank);
    closeness.push_back(*pg::ToParam(row.closeness));
    ideal.push_back(*pg::ToParam(row.ideal_distance));
    anti_ideal.push_back(*pg::ToParam(row.anti_ideal_distance));
    previous.push_back(row.previous_rank);
  }
  tx.Run(kInsertRows, ranking.id, ids, titles, scores, ranks, closeness, ideal, anti_ideal,
         previous);
}

std::optional<Ranking> ReadRanking(pg::Tx& tx, const std::string& id) {
  const pqxx::result rows = tx.Run(kRead, id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::string LatestRanking(pg::Tx& tx, const std::string& set_id) {
  const pqxx::result rows = tx.Run(kLatest, set_id);
  return rows.empty() ? "" : rows[0][0].c_str();
}

std::vector<RankingRow> ReadRankingRows(pg::Tx& tx, const std::string& id) {
  std::vector<RankingRow> rows;
  for (const auto& row : tx.Run(kRows, id)) {
    rows.push_back({.requirement_id = row[0].c_str(),
                    .title = row[1].c_str(),
                    .scores = ParseScores(row[2].c_str()),
                    .rank = row[3].as<int>(),
                    .closeness = row[4].as<double>(),
                    .ideal_distance = row[5].as<double>(),
                    .anti_ideal_distance = row[6].as<double>(),
                    .previous_rank = row[7].as<int>()});
  }
  return rows;
}

absl::Span<const api::Sort> RankingSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "k.ordinal", "bigint"}};
  return kSorts;
}

api::Rows<Ranking> ListRankings(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_RANKING_COLUMNS, api::KeyColumns(query, "k.ranking_id"),
                   " FROM rankings k WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "k.ranking_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

absl::Span<const api::Sort> RankingRowSorts() {
  static constexpr api::Sort kSorts[] = {{"position", false, "w.position", "int"}};
  return kSorts;
}

api::Rows<int> ListRankingPlaces(pg::Tx& tx, const api::ListQuery& query, const std::string& id,
                                 const auth::AccountScope& scope) {
  api::ListParams params(query);
  const std::string ranking = params.Add(id), user = params.Add(scope.user());
  std::string sql = absl::StrCat(
      "SELECT w.position", api::KeyColumns(query, "w.requirement_id"),
      " FROM ranking_rows w JOIN requirements r USING (requirement_id) WHERE w.ranking_id = ",
      ranking, "::uuid AND ", absl::Substitute(MAINSTAY_REQUIREMENT_SEEN("$0"), user), " AND ",
      query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "w.requirement_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return row[0].as<int>(); });
}

std::set<int> SeenPlaces(pg::Tx& tx, const std::string& id, const std::vector<int64_t>& places,
                         const auth::AccountScope& scope) {
  std::set<int> seen;
  for (const auto& row : tx.Run(kSeen, id, places, scope.user())) seen.insert(row[0].as<int>());
  return seen;
}

}  // namespace mainstay::feedback
