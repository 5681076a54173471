#include "common/testing/event_versions.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "absl/strings/str_cat.h"

namespace mainstay::testing {

void ExpectAnEventForEveryVersion(pg::Session& db, std::string_view present) {
  const auto wrong = db.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
    const pqxx::result rows = tx.Exec(absl::StrCat("WITH present AS (", present, R"sql(),
told AS (
  SELECT aggregate_type AS type, aggregate_id AS id, count(*) AS events,
         min(aggregate_version) AS first, max(aggregate_version) AS last,
         string_agg(aggregate_version || ' ' || type, ', ' ORDER BY seq) AS list
  FROM outbox GROUP BY 1, 2)
SELECT type, id, version, list FROM present FULL JOIN told USING (type, id)
WHERE events IS DISTINCT FROM version OR first <> 1 OR last <> version LIMIT 5
)sql"));
    std::string text;
    for (const auto& row : rows) {
      for (const auto& field : row) absl::StrAppend(&text, field.c_str(), " ");
      absl::StrAppend(&text, "\n");
    }
    return text;
  });
  EXPECT_EQ(wrong.value(), "") << "type, id, version, events";
}

}  // namespace mainstay::testing
