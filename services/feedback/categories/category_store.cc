#include "services/feedback/categories/category_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kTree{"case_category_tree_read", "SELECT version FROM case_category_tree"};
constexpr pg::Statement kLockTree{"case_category_tree_lock",
                                  "SELECT version FROM case_category_tree FOR UPDATE"};
constexpr pg::Statement kMoveTree{"case_category_tree_move",
                                  "UPDATE case_category_tree SET version = $1"};

constexpr pg::Statement kInsert{"case_category_insert", R"sql(
INSERT INTO case_categories (category_id, version, display_name, display_name_zh, suggested_kind,
  suggested_severity, state, tree_version, update_time, create_time, code)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql"};
constexpr pg::Statement kUpdate{"case_category_update", R"sql(
UPDATE case_categories SET version = $2, display_name = $3, display_name_zh = $4,
  suggested_kind = $5, suggested_severity = $6, state = $7, tree_version = $8, update_time = $9
WHERE category_id = $1
)sql"};

#define MAINSTAY_CATEGORY_COLUMNS                                                    \
  "c.category_id, c.code, c.version, c.display_name, c.display_name_zh, "            \
  "c.suggested_kind, c.suggested_severity, c.state, c.tree_version, c.create_time, " \
  "c.update_time"
constexpr pg::Statement kRead{"case_category_read", "SELECT " MAINSTAY_CATEGORY_COLUMNS
                                                    " FROM case_categories c WHERE c.code = $1"};

// SQL of what a category stands under.
#define MAINSTAY_CATEGORY_PARENT "regexp_replace(c.code, '(^|\\.)[^.]*$', '')"

constexpr pg::Statement kChildren{
    "case_category_children",
    "SELECT c.code FROM case_categories c WHERE c.state = 'active' AND " MAINSTAY_CATEGORY_PARENT
    " = $1 ORDER BY c.code COLLATE \"C\""};
constexpr pg::Statement kStates{
    "case_category_states", "SELECT code, state FROM case_categories WHERE code = ANY($1::text[])"};
// Of a name only ASCII letters are folded.
constexpr pg::Statement kCodes{"case_category_codes", R"sql(
SELECT g.written, c.code FROM unnest($1::text[]) g (written)
JOIN case_categories c ON CASE
  WHEN EXISTS (SELECT FROM case_categories same WHERE same.code = g.written) THEN c.code = g.written
  ELSE c.state = 'active' AND lower(g.written COLLATE "C") IN
    (lower(c.display_name COLLATE "C"), lower(c.display_name_zh COLLATE "C")) END
ORDER BY g.written, c.code COLLATE "C"
)sql"};
constexpr pg::Statement kActive{
    "case_category_active",
    "SELECT code FROM case_categories WHERE state = 'active' ORDER BY code COLLATE \"C\""};

Category FromRow(const pqxx::row& row) {
  Category category;
  category.id = row[0].c_str();
  category.code = row[1].c_str();
  category.version = row[2].as<int64_t>();
  category.display_name = row[3].c_str();
  category.display_name_zh = row[4].c_str();
  category.suggested_kind = row[5].c_str();
  category.suggested_severity = row[6].c_str();
  category.state = row[7].c_str();
  category.tree_version = row[8].as<int64_t>();
  category.create_time = pg::ParseTime(row[9].c_str());
  category.update_time = pg::ParseTime(row[10].c_str());
  return category;
}

// Parameters $1 to $9 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Category& category) {
  return {pg::ToParam(category.id),
          pg::ToParam(category.version),
          pg::ToParam(category.display_name),
          pg::ToParam(category.display_name_zh),
          pg::ToParam(category.suggested_kind),
          pg::ToParam(category.suggested_severity),
          pg::ToParam(category.state),
          pg::ToParam(category.tree_version),
          pg::ToParam(category.update_time)};
}

std::vector<std::string> Codes(const pqxx::result& rows) {
  std::vector<std::string> codes;
  for (const auto& row : rows) codes.emplace_back(row[0].c_str());
  return codes;
}

}  // namespace

int64_t ReadTreeVersion(pg::Tx& tx) { return tx.Run(kTree)[0][0].as<int64_t>(); }

int64_t LockTree(pg::Tx& tx) { return tx.Run(kLockTree)[0][0].as<int64_t>(); }

void InsertCategory(pg::Tx& tx, const Category& category) {
  std::vector<pg::Param> params = Row(category);
  params.push_back(pg::ToParam(category.create_time));
  params.push_back(pg::ToParam(category.code));
  tx.RunParams(kInsert, params);
  tx.Run(kMoveTree, category.tree_version);
}

void UpdateCategory(pg::Tx& tx, const Category& category) {
  tx.RunParams(kUpdate, Row(category));
  tx.Run(kMoveTree, category.tree_version);
}

std::optional<Category> ReadCategory(pg::Tx& tx, std::string_view code) {
  const pqxx::result rows = tx.Run(kRead, code);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::vector<std::string> ActiveChildren(pg::Tx& tx, const std::string& code) {
  return Codes(tx.Run(kChildren, code));
}

absl::flat_hash_map<std::string, std::string> StatesOf(pg::Tx& tx,
                                                       const std::vector<std::string>& codes) {
  absl::flat_hash_map<std::string, std::string> states;
  for (const auto& row : tx.Run(kStates, codes)) states.emplace(row[0].c_str(), row[1].c_str());
  return states;
}

absl::flat_hash_map<std::string, std::vector<std::string>> CodesOf(
    pg::Tx& tx, const std::vector<std::string>& written) {
  absl::flat_hash_map<std::string, std::vector<std::string>> codes;
  for (const auto& row : tx.Run(kCodes, written)) codes[row[0].c_str()].push_back(row[1].c_str());
  return codes;
}

std::vector<std::string> ActiveCodes(pg::Tx& tx) { return Codes(tx.Run(kActive)); }

api::ListFields CategoryListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"code", "c.code", kText},
      {"parent", MAINSTAY_CATEGORY_PARENT, kText},
      {"root", "split_part(c.code, '.', 1)", kText},
      {"display_name", "c.display_name", kText},
      {"display_name_zh", "c.display_name_zh", kText},
      {"state", "c.state", kEnum,
       api::EnumFilterValues("CASE_CATEGORY_STATE_", {"active", "retired"})},
      {"tree_version", "c.tree_version", kNumber},
      {"update_time", "c.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"code", false, "c.code COLLATE \"C\"", "text"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<Category> ListCategories(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CATEGORY_COLUMNS, api::KeyColumns(query, "c.category_id"),
                   " FROM case_categories c WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.category_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
