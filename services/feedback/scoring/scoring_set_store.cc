#include "services/feedback/scoring/scoring_set_store.h"

#include <map>
#include <pqxx/result>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"criteria_set_insert",
                                "INSERT INTO criteria_sets (set_id, version, create_time) "
                                "VALUES ($1, $2, $3)"};
constexpr pg::Statement kAdvance{"criteria_set_advance",
                                 "UPDATE criteria_sets SET version = $2 WHERE set_id = $1"};
constexpr pg::Statement kInsertVersion{"criteria_set_version_insert", R"sql(
INSERT INTO criteria_set_versions (set_id, version, display_name, normalization, ideals, author,
  reason, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};
constexpr pg::Statement kInsertCriteria{"criteria_insert", R"sql(
INSERT INTO criteria (set_id, version, position, criterion, display_name, direction, weight,
  scale_min, scale_max, source)
SELECT $1::uuid, $2::bigint, c.n - 1, c.criterion, c.display_name, c.direction,
  c.weight::float8, c.scale_min::float8, c.scale_max::float8, c.source
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  WITH ORDINALITY AS c (criterion, display_name, direction, weight, scale_min, scale_max, source, n)
)sql"};

#define MAINSTAY_SET_COLUMNS                                                             \
  "s.set_id, v.version, v.display_name, v.normalization, v.ideals, v.author, v.reason, " \
  "s.create_time, v.update_time"
#define MAINSTAY_SET_VERSIONS " FROM criteria_sets s JOIN criteria_set_versions v USING (set_id) "
constexpr pg::Statement kRead{
    "criteria_set_read",
    "SELECT " MAINSTAY_SET_COLUMNS MAINSTAY_SET_VERSIONS
    "WHERE s.set_id = $1 AND v.version = coalesce(nullif($2::bigint, 0), s.version)"};
constexpr pg::Statement kReadMany{
    "criteria_sets_read",
    "SELECT " MAINSTAY_SET_COLUMNS MAINSTAY_SET_VERSIONS
    "WHERE (s.set_id, v.version) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[]))"};
constexpr pg::Statement kLock{"criteria_set_lock",
                              "SELECT version FROM criteria_sets WHERE set_id = $1 FOR UPDATE"};
constexpr pg::Statement kReadCriteria{"criteria_read", R"sql(
SELECT c.set_id, c.version, c.criterion, c.display_name, c.direction, c.weight, c.scale_min,
  c.scale_max, c.source
FROM unnest($1::uuid[], $2::bigint[]) AS asked (set_id, version)
JOIN criteria c USING (set_id, version) ORDER BY c.set_id, c.version, c.position
)sql"};

ScoringSet FromRow(const pqxx::row& row) {
  ScoringSet set;
  set.id = row[0].c_str();
  set.version = row[1].as<int64_t>();
  set.display_name = row[2].c_str();
  set.rules.normalization = row[3].c_str();
  set.rules.ideals = row[4].c_str();
  set.author = row[5].c_str();
  set.reason = row[6].c_str();
  set.create_time = pg::ParseTime(row[7].c_str());
  set.update_time = pg::ParseTime(row[8].c_str());
  return set;
}

void FillCriteria(pg::Tx& tx, absl::Span<ScoringSet> sets) {
  std::vector<std::string> ids;
  std::vector<int64_t> versions;
  std::map<SetVersion, ScoringSet*> by_version;
  for (ScoringSet& set : sets) {
    ids.push_back(set.id);
    versions.push_back(set.version);
    by_version[{set.id, set.version}] = &set;
  }
  if (ids.empty()) return;
  for (const auto& row : tx.Run(kReadCriteria, ids, versions)) {
    ScoringSet& set = *by_version[{row[0].c_str(), row[1].as<int64_t>()}];
    Criterion criterion{.id = row[2].c_str(),
                        .direction = row[4].c_str(),
                        .weight = row[5].as<double>(),
                        .scale = std::nullopt};
    if (!row[6].is_null()) criterion.scale = Scale{row[6].as<double>(), row[7].as<double>()};
    set.rules.criteria.push_back(std::move(criterion));
    set.titles.push_back(row[3].c_str());
    set.sources.push_back(row[8].c_str());
  }
}

void InsertVersion(pg::Tx& tx, const ScoringSet& set) {
  tx.Run(kInsertVersion, set.id, set.version, set.display_name, set.rules.normalization,
         set.rules.ideals, set.author, set.reason, set.update_time);
  std::vector<std::string> ids, directions, weights;
  std::vector<std::optional<std::string>> least, most;
  for (const Criterion& criterion : set.rules.criteria) {
    ids.push_back(criterion.id);
    directions.push_back(criterion.direction);
    weights.push_back(*pg::ToParam(criterion.weight));
    least.push_back(criterion.scale ? pg::ToParam(criterion.scale->min) : std::nullopt);
    most.push_back(criterion.scale ? pg::ToParam(criterion.scale->max) : std::nullopt);
  }
  tx.Run(kInsertCriteria, set.id, set.version, ids, set.titles, directions, weights, least, most,
         set.sources);
}

}  // namespace

void InsertSet(pg::Tx& tx, const ScoringSet& set) {
  tx.Run(kInsert, set.id, set.version, set.create_time);
  InsertVersion(tx, set);
}

void AddSetVersion(pg::Tx& tx, const ScoringSet& set) {
  tx.Run(kAdvance, set.id, set.version);
  InsertVersion(tx, set);
}

std::optional<ScoringSet> ReadSet(pg::Tx& tx, const std::string& id, int64_t version) {
  const pqxx::result rows = tx.Run(kRead, id, version);
  if (rows.empty()) return std::nullopt;
  ScoringSet set = FromRow(rows[0]);
  FillCriteria(tx, absl::MakeSpan(&set, 1));
  return set;
}

std::map<SetVersion, ScoringSet> ReadSets(pg::Tx& tx, const std::vector<SetVersion>& versions) {
  std::vector<std::string> ids;
  std::vector<int64_t> numbers;
  for (const auto& [id, version] : versions) {
    ids.push_back(id);
    numbers.push_back(version);
  }
  std::vector<ScoringSet> read;
  for (const auto& row : tx.Run(kReadMany, ids, numbers)) read.push_back(FromRow(row));
  FillCriteria(tx, absl::MakeSpan(read));
  std::map<SetVersion, ScoringSet> sets;
  for (ScoringSet& set : read) {
    const SetVersion key{set.id, set.version};
    sets.emplace(key, std::move(set));
  }
  return sets;
}

std::optional<ScoringSet> LockSet(pg::Tx& tx, const std::string& id) {
  if (tx.Run(kLock, id).empty()) return std::nullopt;
  return ReadSet(tx, id, 0);
}

absl::Span<const api::Sort> SetSorts() {
  static constexpr api::Sort kSorts[] = {{"create_time", true, "s.create_time", "timestamptz"}};
  return kSorts;
}

absl::Span<const api::Sort> SetVersionSorts() {
  static constexpr api::Sort kSorts[] = {{"version", true, "v.version", "bigint"}};
  return kSorts;
}

api::Rows<ScoringSet> ListSets(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_SET_COLUMNS, api::KeyColumns(query, "s.set_id"),
                   MAINSTAY_SET_VERSIONS "WHERE v.version = s.version AND ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "s.set_id", params));
  auto page = api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
  FillCriteria(tx, absl::MakeSpan(page.items));
  return page;
}

api::Rows<ScoringSet> ListSetVersions(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat("SELECT " MAINSTAY_SET_COLUMNS, api::KeyColumns(query, "s.set_id"),
                                 MAINSTAY_SET_VERSIONS "WHERE s.set_id = ", params.Add(id),
                                 "::uuid AND ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "s.set_id", params));
  auto page = api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
  FillCriteria(tx, absl::MakeSpan(page.items));
  return page;
}

}  // namespace mainstay::feedback
