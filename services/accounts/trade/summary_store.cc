#include "services/accounts/trade/summary_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kCurrencies{"trade_summary_currencies", R"sql(
SELECT currency_code FROM orders
WHERE account_id IN (SELECT f FROM account_family($1::uuid) f)
  AND order_time >= $2::timestamptz AND order_time < $3::timestamptz
UNION
SELECT currency_code FROM payments
WHERE account_id IN (SELECT f FROM account_family($1::uuid) f)
  AND payment_time >= $2::timestamptz AND payment_time < $3::timestamptz
ORDER BY 1
)sql"};

// GROUPING SETS adds the total as the row without a month.
constexpr pg::Statement kMonths{"trade_summary_months", R"sql(
SELECT date_part('year', month)::int, date_part('month', month)::int, coalesce(sum(sale), 0),
  coalesce(-sum(sale) FILTER (WHERE kind = 'credit_note'), 0), coalesce(sum(payment), 0),
  count(*) FILTER (WHERE kind = 'order'), count(*) FILTER (WHERE kind = 'credit_note')
FROM (
  SELECT date_trunc('month', order_time AT TIME ZONE $5) AS month, kind, total AS sale,
    NULL::numeric AS payment
  FROM orders
  WHERE account_id IN (SELECT f FROM account_family($1::uuid) f) AND currency_code = $4
    AND order_time >= $2::timestamptz AND order_time < $3::timestamptz
  UNION ALL
  SELECT date_trunc('month', payment_time AT TIME ZONE $5), 'payment', NULL, amount
  FROM payments
  WHERE account_id IN (SELECT f FROM account_family($1::uuid) f) AND currency_code = $4
    AND payment_time >= $2::timestamptz AND payment_time < $3::timestamptz
) t
GROUP BY GROUPING SETS ((month), ()) ORDER BY month NULLS LAST
)sql"};

// From the first day with orders to the last, divided by the steps between days.
constexpr pg::Statement kRhythm{"trade_summary_rhythm", R"sql(
SELECT min(order_time), max(order_time),
  coalesce((max(day) - min(day))::float8 / nullif(count(DISTINCT day) - 1, 0), 0)
FROM (SELECT order_time, (order_time AT TIME ZONE $5)::date AS day FROM orders
      WHERE account_id IN (SELECT f FROM account_family($1::uuid) f) AND currency_code = $4
        AND kind = 'order' AND order_time >= $2::timestamptz AND order_time < $3::timestamptz) o
)sql"};

// Lines are unfolded in the select list: a function in FROM materializes each order's lines, which
// costs three times as much. Descriptions are looked up for the top products alone, from the newest
// order on: sorting every line for them went to disk.
constexpr pg::Statement kProducts{"trade_summary_products", R"sql(
WITH family AS MATERIALIZED (
  SELECT f AS account_id FROM account_family($1::uuid) f
), lines AS (
  SELECT unnest(products) AS product, unnest(quantities) AS quantity,
    unnest(unit_prices) AS unit_price
  FROM orders WHERE account_id IN (SELECT account_id FROM family) AND currency_code = $4
    AND order_time >= $2::timestamptz AND order_time < $3::timestamptz
), products AS (
  SELECT product, sum(quantity) AS quantity, sum(quantity * unit_price) AS net_sales
  FROM lines GROUP BY product
), ranked AS MATERIALIZED (
  SELECT *, row_number() OVER (ORDER BY net_sales DESC, product) AS rank,
    sum(net_sales) OVER () AS total FROM products
), named AS (
  SELECT r.*, d.description FROM ranked r CROSS JOIN LATERAL (
    SELECT n.order_time, l.description FROM family f CROSS JOIN LATERAL (
      SELECT order_time, products, descriptions FROM orders o
      WHERE o.account_id = f.account_id AND currency_code = $4 AND r.product = ANY (products)
        AND order_time >= $2::timestamptz AND order_time < $3::timestamptz
      ORDER BY order_time DESC, order_id DESC LIMIT 1
    ) n, unnest(n.products, n.descriptions) l (product, description)
    WHERE l.product = r.product
    ORDER BY n.order_time DESC, l.description LIMIT 1
  ) d WHERE r.rank <= $5::int
)
SELECT product, description, trim_scale(quantity), net_sales,
  CASE WHEN total > 0 THEN (net_sales / total)::float8 ELSE 0 END, 1, rank
FROM named
UNION ALL
SELECT '', '', 0, coalesce(sum(net_sales), 0), 0, count(*), NULL FROM ranked WHERE rank > $5::int
ORDER BY rank NULLS LAST
)sql"};

}  // namespace

std::vector<std::string> TradeCurrencies(pg::Tx& tx, const SummaryQuery& query) {
  std::vector<std::string> currencies;
  for (const auto& row : tx.Run(kCurrencies, query.account_id, query.start, query.end)) {
    currencies.push_back(row[0].c_str());
  }
  return currencies;
}

std::vector<MonthOfTrade> TradeByMonth(pg::Tx& tx, const SummaryQuery& query) {
  std::vector<MonthOfTrade> months;
  for (const auto& row : tx.Run(kMonths, query.account_id, query.start, query.end,
                                query.currency_code, query.time_zone)) {
    months.push_back({.year = row[0].as<int>(0),
                      .month = row[1].as<int>(0),
                      .net_sales = row[2].c_str(),
                      .returns = row[3].c_str(),
                      .payments = row[4].c_str(),
                      .orders = row[5].as<int64_t>(),
                      .credit_notes = row[6].as<int64_t>()});
  }
  return months;
}

OrderRhythm RhythmOfOrders(pg::Tx& tx, const SummaryQuery& query) {
  const pqxx::result rows = tx.Run(kRhythm, query.account_id, query.start, query.end,
                                   query.currency_code, query.time_zone);
  OrderRhythm rhythm{.average_interval_days = rows[0][2].as<double>()};
  if (!rows[0][0].is_null()) {
    rhythm.first = pg::ParseTime(rows[0][0].c_str());
    rhythm.last = pg::ParseTime(rows[0][1].c_str());
  }
  return rhythm;
}

ProductMix MixOfProducts(pg::Tx& tx, const SummaryQuery& query, int top) {
  ProductMix mix;
  for (const auto& row :
       tx.Run(kProducts, query.account_id, query.start, query.end, query.currency_code, top)) {
    if (row[6].is_null()) {
      mix.other_net_sales = row[3].c_str();
      mix.other_count = row[5].as<int64_t>();
    } else {
      mix.top.push_back({.product = row[0].c_str(),
                         .description = row[1].c_str(),
                         .quantity = row[2].c_str(),
                         .net_sales = row[3].c_str(),
                         .share = row[4].as<double>()});
    }
  }
  return mix;
}

}  // namespace mainstay::accounts
