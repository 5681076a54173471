// How much a statement reads, by whatever plan.
#pragma once

#include <cstdint>
#include <pqxx/result>
#include <string>

#include "common/pg/session.h"

namespace mainstay::testing {

// Rows of `table` read since the transaction began, and some before: only the difference of two
// says anything. Rows that an index told of and a condition left out count.
inline int64_t RowsRead(pg::Tx& tx, const std::string& table) {
  const pqxx::result rows = tx.Exec(
      "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint "
      "FROM pg_stat_xact_user_tables WHERE relname = $1",
      {table});
  return rows[0][0].as<int64_t>();
}

}  // namespace mainstay::testing
