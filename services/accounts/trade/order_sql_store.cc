#include "absl/strings/substitute.h"
#include "services/accounts/trade/order_sql.h"

namespace mainstay::accounts {

std::string ApplyOrdersSql(const TradeFile& file) {
  // A sorted subquery under GROUP BY keeps its order inside the arrays: the lines of an order stand
  // as they appear in the file. A credit note with a positive total is one whose writer left the
  // sign to the kind: its quantities are negated. Keys are version 7 UUIDs: a common beginning,
  // then the random rest of a version 4.
  constexpr std::string_view kSql = R"sql(
WITH grouped AS (
  SELECT account, order_number, $0 AS credit, $2 AS currency,
    min(local_time) AT TIME ZONE $$1::text AS order_time, count(*)::int AS line_count,
    sum(quantity * unit_price) AS total, array_agg(product) AS products,
    array_agg(description) AS descriptions, array_agg(quantity) AS quantities,
    array_agg(unit_price) AS unit_prices
  FROM (SELECT account, order_number, credit, currency, local_time, product, description, quantity,
          unit_price
        FROM trade_lines WHERE reason IS NULL
        ORDER BY order_number, account, $1record) l
  GROUP BY order_number, account
), incoming AS (
  SELECT a.account_id, g.order_number, CASE WHEN credit THEN 'credit_note' ELSE 'order' END AS kind,
    g.order_time, g.currency, g.line_count, g.products, g.descriptions, g.unit_prices,
    CASE WHEN credit AND total > 0 THEN -total ELSE total END AS total,
    CASE WHEN credit AND total > 0
      THEN ARRAY(SELECT -q FROM unnest(g.quantities) WITH ORDINALITY u (q, n) ORDER BY n)
      ELSE g.quantities END AS quantities
  FROM grouped g JOIN trade_accounts a ON a.account = g.account
), matched AS MATERIALIZED (
  SELECT i.*, o.order_id, CASE WHEN o.order_id IS NULL THEN 'created'
    WHEN (o.kind, o.order_time, o.currency_code, o.products, o.descriptions, o.quantities,
          o.unit_prices) = (i.kind, i.order_time, i.currency, i.products, i.descriptions,
          i.quantities, i.unit_prices) THEN 'unchanged'
    ELSE 'replaced' END AS outcome
  FROM incoming i
  LEFT JOIN orders o ON o.account_id = i.account_id AND o.order_number = i.order_number
), archived AS (
  INSERT INTO order_revisions (order_id, version, kind, order_time, currency_code, total, products,
    descriptions, quantities, unit_prices, import_id, actor, update_time, replaced_by, replace_time)
  SELECT o.order_id, o.version, o.kind, o.order_time, o.currency_code, o.total, o.products,
    o.descriptions, o.quantities, o.unit_prices, o.import_id, o.actor, o.update_time, $$4,
    $$5::timestamptz
  FROM matched m JOIN orders o ON o.order_id = m.order_id WHERE m.outcome = 'replaced'
), replaced AS (
  UPDATE orders o SET version = o.version + 1, kind = m.kind, order_time = m.order_time,
    currency_code = m.currency, total = m.total, line_count = m.line_count, products = m.products,
    descriptions = m.descriptions, quantities = m.quantities, unit_prices = m.unit_prices,
    import_id = $$3::uuid, actor = $$4, update_time = $$5::timestamptz
  FROM matched m WHERE m.outcome = 'replaced' AND o.order_id = m.order_id
), created AS (
  INSERT INTO orders (order_id, account_id, order_number, version, kind, order_time, currency_code,
    total, line_count, products, descriptions, quantities, unit_prices, import_id, actor,
    create_time, update_time)
  SELECT ($$6 || substr(gen_random_uuid()::text, 16))::uuid, account_id, order_number, 1, kind,
    order_time, currency, total, line_count, products, descriptions, quantities, unit_prices, $$3::uuid, $$4, $$5::timestamptz,
    $$5::timestamptz
  FROM matched WHERE outcome = 'created'
)
INSERT INTO trade_outcome (account_id, currency, total, line_count, order_time, outcome)
SELECT account_id, currency, total, line_count, order_time, outcome FROM matched
)sql";
  return absl::Substitute(
      kSql,
      file.has(TradeColumn::kKind) ? "bool_or(credit) AND $2::text IS NOT NULL"
                                   : "($2::text <> '' AND starts_with(order_number, $2::text))",
      file.has(TradeColumn::kLine) ? "place, " : "",
      file.has(TradeColumn::kCurrencyCode) ? "coalesce(min(currency), $7::text)" : "$7::text");
}

}  // namespace mainstay::accounts
