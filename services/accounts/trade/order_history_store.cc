#include "services/accounts/trade/order_history_store.h"

#include <cstdint>
#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

#define MAINSTAY_VERSION_COLUMNS                                                                 \
  "order_id, version, kind, order_time, currency_code, total, products, descriptions, "          \
  "quantities, unit_prices, actor, update_time, coalesce('tradeImports/' || import_id, reason) " \
  "AS reason"

// RFC 3339 in UTC.
#define MAINSTAY_TIME_TEXT(time) "to_json(" time " AT TIME ZONE 'UTC') #>> '{}' || 'Z'"

// The lines of a version with their place and, of equal ones, the how manieth each is.
#define MAINSTAY_LINES(of)                                                                         \
  "(SELECT place, line, row_number() OVER (PARTITION BY line ORDER BY place) AS nth FROM (SELECT " \
  "place, concat_ws(',', product, trim_scale(quantity), trim_scale(price), nullif(text, '')) AS "  \
  "line FROM unnest(" of ".products, " of ".quantities, " of ".unit_prices, " of                   \
  ".descriptions) WITH ORDINALITY u (product, quantity, price, text, place)) numbered)"

// The lines of one version that another one does not have.
#define MAINSTAY_LINES_ONLY_IN(of, other)                                                       \
  "(SELECT concat(array_to_string((array_agg(mine.line ORDER BY mine.place))[1:100], E'\\n'), " \
  "CASE WHEN count(*) > 100 THEN E'\\nand ' || count(*) - 100 || ' more' END) "                 \
  "FROM " MAINSTAY_LINES(of) " mine LEFT JOIN " MAINSTAY_LINES(                                 \
      other) " theirs USING (line, nth) WHERE theirs.place IS NULL)"

// Each version beside the one before. Each has at least one change, so that a page needs no more
// versions than it has rows, one for the version that the page before ended in and the one before
// the last. $1 order id, $2 and $3 the cursor, $4 the limit.
constexpr pg::Statement kRead{"order_changes_read",
                              R"sql(
WITH versions AS MATERIALIZED (
  SELECT * FROM (
    SELECT )sql" MAINSTAY_VERSION_COLUMNS R"sql( FROM orders
    WHERE order_id = $1::uuid AND version <= $2::bigint
    UNION ALL
    SELECT )sql" MAINSTAY_VERSION_COLUMNS R"sql( FROM order_revisions
    WHERE order_id = $1::uuid AND version <= $2::bigint
  ) every ORDER BY version DESC LIMIT $4::int + 2
)
SELECT n.order_id, n.version, c.position, c.field,
  CASE WHEN n.version = 1 THEN 'create' ELSE 'replace' END, coalesce(c.old_value, ''),
  coalesce(c.new_value, ''), n.actor, n.reason, n.update_time
FROM versions n LEFT JOIN versions o ON o.version = n.version - 1
CROSS JOIN LATERAL (
  SELECT 0 AS position, '' AS field, '' AS old_value, '' AS new_value WHERE n.version = 1
  UNION ALL SELECT 0, 'kind', o.kind, n.kind WHERE o.kind <> n.kind
  UNION ALL SELECT 1, 'order_time', )sql" MAINSTAY_TIME_TEXT(
                                  "o.order_time") ", " MAINSTAY_TIME_TEXT("n.order_time") R"sql(
    WHERE o.order_time <> n.order_time
  UNION ALL SELECT 2, 'currency_code', o.currency_code, n.currency_code
    WHERE o.currency_code <> n.currency_code
  UNION ALL SELECT 3, 'total', trim_scale(o.total)::text, trim_scale(n.total)::text
    WHERE o.total <> n.total
  UNION ALL SELECT 4, 'line_count', cardinality(o.products)::text, cardinality(n.products)::text
    WHERE cardinality(o.products) <> cardinality(n.products)
  UNION ALL SELECT 5, 'lines', )sql" MAINSTAY_LINES_ONLY_IN("o",
                                                            "n") ", " MAINSTAY_LINES_ONLY_IN("n",
                                                                                             "o") R"sql(
    WHERE (o.products, o.descriptions, o.quantities, o.unit_prices)
      <> (n.products, n.descriptions, n.quantities, n.unit_prices)
) c
WHERE n.version < $2::bigint OR c.position > $3::int
ORDER BY n.version DESC, c.position LIMIT $4::int
)sql"};

}  // namespace

std::vector<history::RecordedChange> ReadOrderChanges(
    pg::Tx& tx, const std::string& order_id, const std::optional<history::ChangeCursor>& cursor,
    int limit) {
  const history::ChangeCursor from =
      cursor.value_or(history::ChangeCursor{.version = INT64_MAX, .position = INT32_MAX});
  return history::ChangesOf(tx.Run(kRead, order_id, from.version, from.position, limit));
}

}  // namespace mainstay::accounts
