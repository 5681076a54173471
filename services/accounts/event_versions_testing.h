// What receivers of our events rely on: every version of everything has exactly one event.
#pragma once

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "common/pg/session.h"

namespace mainstay::accounts {

// Versions 1, 2, 3, … up to the present one, each with one event, of every account, contact and
// trade ledger in the database. A missing one would make receivers wait for it.
inline void ExpectAnEventForEveryVersion(pg::Session& db) {
  const auto wrong = db.ReadOne({}, [](pg::Tx& tx) -> absl::StatusOr<std::string> {
    const pqxx::result rows = tx.Exec(R"sql(
WITH present AS (
  SELECT 'account' AS type, account_id AS id, version FROM accounts
  UNION ALL SELECT 'attribute_schema', '00000000-0000-0000-0000-000000000000', version - 1
  FROM attribute_schema WHERE version > 1
  UNION ALL SELECT 'contact', contact_id, version FROM contacts
  UNION ALL SELECT 'trade', account_id, version FROM trade_ledgers WHERE version > 0),
told AS (
  SELECT aggregate_type AS type, aggregate_id AS id, count(*) AS events,
         min(aggregate_version) AS first, max(aggregate_version) AS last,
         string_agg(aggregate_version || ' ' || type, ', ' ORDER BY seq) AS list
  FROM outbox GROUP BY 1, 2)
SELECT type, id, version, list FROM present FULL JOIN told USING (type, id)
WHERE events IS DISTINCT FROM version OR first <> 1 OR last <> version LIMIT 5
)sql");
    std::string text;
    for (const auto& row : rows) {
      for (const auto& field : row) text += std::string(field.c_str()) + " ";
      text += "\n";
    }
    return text;
  });
  EXPECT_EQ(wrong.value(), "") << "type, id, version, events";
}

}  // namespace mainstay::accounts
