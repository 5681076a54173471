// The statements prepared on one connection.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <vector>

#include <pqxx/result>

#include "absl/container/flat_hash_map.h"
#include "common/pg/connection.h"
#include "common/pg/param.h"
#include "common/pg/statement.h"

namespace mainstay::pg {

// Prepares at first use. Not thread-safe; dies with its connection.
class StatementCache {
 public:
  // Statements made at run time that stay prepared; the least recently used one goes first.
  static constexpr size_t kTexts = 100;

  explicit StatementCache(Connection& connection) : connection_(connection) {}

  // Throws pqxx::usage_error when two statements share a name.
  pqxx::result Run(const Statement& statement, const std::vector<Param>& params);
  pqxx::result RunText(const std::string& sql, const std::vector<Param>& params);

 private:
  struct Named {
    std::string name;  // as libpqxx wants it
    std::string_view sql;
  };
  struct Text {
    std::string sql, name;
  };

  Connection& connection_;
  absl::flat_hash_map<std::string_view, Named> named_;
  std::list<Text> texts_;  // most recently used first
  absl::flat_hash_map<std::string_view, std::list<Text>::iterator> by_sql_;
  int64_t next_name_ = 0;
};

}  // namespace mainstay::pg
