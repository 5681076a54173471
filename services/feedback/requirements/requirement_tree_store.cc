#include "services/feedback/requirements/requirement_tree_store.h"

#include <pqxx/result>

#include "common/pg/advisory_lock.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

// A tree has few levels and no circles, so that these end.
constexpr pg::Statement kPlace{"requirement_tree_place", R"sql(
WITH RECURSIVE above (id) AS (
  SELECT $1::uuid
  UNION SELECT r.parent_id FROM above a JOIN requirements r ON r.requirement_id = a.id
  WHERE r.parent_id IS NOT NULL
)
SELECT count(*), coalesce(bool_or(id = nullif($2::text, '')::uuid), false) FROM above
)sql"};
constexpr pg::Statement kHeight{"requirement_tree_height", R"sql(
WITH RECURSIVE below (id, level) AS (
  SELECT $1::uuid, 1
  UNION SELECT r.requirement_id, b.level + 1 FROM below b JOIN requirements r ON r.parent_id = b.id
)
SELECT max(level) FROM below
)sql"};
constexpr pg::Statement kParts{"requirement_parts",
                               "SELECT count(*) FROM requirements WHERE parent_id = $1 "
                               "AND merged_into IS NULL"};

}  // namespace

std::vector<int64_t> TreeLocks(bool moves) {
  if (!moves) return {};
  return {pg::AdvisoryKey("feedback/requirement_tree")};
}

TreePlace ReadTreePlace(pg::Tx& tx, const std::string& id, const std::string& other) {
  const pqxx::result rows = tx.Run(kPlace, id, other);
  return {.levels = rows[0][0].as<int>(), .passes = rows[0][1].as<bool>()};
}

int ReadTreeHeight(pg::Tx& tx, const std::string& id) {
  return tx.Run(kHeight, id)[0][0].as<int>();
}

int CountParts(pg::Tx& tx, const std::string& id) { return tx.Run(kParts, id)[0][0].as<int>(); }

}  // namespace mainstay::feedback
