#include "common/pg/statement_cache.h"

#include <pqxx/except>

#include "absl/strings/str_cat.h"

namespace mainstay::pg {

pqxx::result StatementCache::Run(const Statement& statement, const std::vector<Param>& params) {
  auto found = named_.find(statement.name);
  if (found == named_.end()) {
    std::string name(statement.name);
    connection_.Prepare(name, std::string(statement.sql));
    found = named_.emplace(statement.name, Named{std::move(name), statement.sql}).first;
  } else if (found->second.sql != statement.sql) {
    throw pqxx::usage_error(absl::StrCat("two statements are named ", statement.name));
  }
  return connection_.ExecPrepared(found->second.name, params);
}

pqxx::result StatementCache::RunText(const std::string& sql, const std::vector<Param>& params) {
  const auto found = by_sql_.find(sql);
  if (found != by_sql_.end()) {
    texts_.splice(texts_.begin(), texts_, found->second);
    return connection_.ExecPrepared(texts_.front().name, params);
  }
  if (texts_.size() == kTexts) {
    connection_.Unprepare(texts_.back().name);
    by_sql_.erase(texts_.back().sql);
    texts_.pop_back();
  }
  Text text{sql, absl::StrCat("text_", ++next_name_)};
  connection_.Prepare(text.name, sql);
  texts_.push_front(std::move(text));
  by_sql_.emplace(texts_.front().sql, texts_.begin());
  return connection_.ExecPrepared(texts_.front().name, params);
}

}  // namespace mainstay::pg
