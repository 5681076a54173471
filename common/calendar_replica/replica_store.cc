#include "common/calendar_replica/replica_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::calendar_replica {
namespace {

constexpr pg::Statement kWrite{"calendar_replica_write", R"sql(
INSERT INTO calendar_replica (name, version, content, update_time) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET version = excluded.version, content = excluded.content,
  update_time = excluded.update_time
WHERE calendar_replica.version < excluded.version
)sql"};
constexpr pg::Statement kRead{"calendar_replica_read",
                              "SELECT version, content FROM calendar_replica WHERE name = $1"};
constexpr pg::Statement kReadVersion{"calendar_replica_version",
                                     "SELECT version FROM calendar_replica WHERE name = $1"};

}  // namespace

void WriteReplica(pg::Tx& tx, const std::string& name, int64_t version, const std::string& content,
                  absl::Time now) {
  tx.Run(kWrite, name, version, pg::Bytes{content}, now);
}

std::optional<Content> ReadContent(pg::Tx& tx, const std::string& name) {
  const pqxx::result rows = tx.Run(kRead, name);
  if (rows.empty()) return std::nullopt;
  return Content{rows[0][0].as<int64_t>(), pg::ParseBytes(rows[0][1].c_str())};
}

std::optional<int64_t> ReadVersion(pg::Tx& tx, const std::string& name) {
  const pqxx::result rows = tx.Run(kReadVersion, name);
  if (rows.empty()) return std::nullopt;
  return rows[0][0].as<int64_t>();
}

}  // namespace mainstay::calendar_replica
