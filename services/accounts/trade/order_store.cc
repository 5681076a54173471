#include "services/accounts/trade/order_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

#define MAINSTAY_ORDER_COLUMNS                                                              \
  "o.order_id, o.order_number, o.version, o.kind, o.order_time, o.currency_code, o.total, " \
  "o.line_count, o.import_id, o.actor, o.create_time, o.update_time"

// The order as given, with its total; a credit note with a positive total is negated.
// $2…: number, kind, time, currency, products, descriptions, quantities, unit prices.
#define MAINSTAY_GIVEN_ORDER                                                                       \
  "WITH sums AS (SELECT sum(q * p) AS total FROM unnest($8::numeric[], $9::numeric[]) l (q, p)), " \
  "given AS (SELECT $2::text AS order_number, $3::text AS kind, $4::timestamptz AS order_time, "   \
  "$5::text AS currency, $6::text[] AS products, $7::text[] AS descriptions, "                     \
  "$9::numeric[] AS unit_prices, "                                                                 \
  "CASE WHEN $3 = 'credit_note' AND total > 0 THEN -total ELSE total END AS total, "               \
  "CASE WHEN $3 = 'credit_note' AND total > 0 THEN "                                               \
  "ARRAY(SELECT -q FROM unnest($8::numeric[]) WITH ORDINALITY u (q, n) ORDER BY n) "               \
  "ELSE $8::numeric[] END AS quantities FROM sums) "

constexpr pg::Statement kCompare{"order_compare", MAINSTAY_GIVEN_ORDER R"sql(
SELECT o.order_id, o.version, o.create_time, o.update_time, o.total, o.currency_code, o.line_count,
  o.order_time, (o.kind, o.order_time, o.currency_code, o.products, o.descriptions, o.quantities, o.unit_prices)
    = (g.kind, g.order_time, g.currency, g.products, g.descriptions, g.quantities, g.unit_prices)
FROM orders o JOIN given g USING (order_number) WHERE o.account_id = $1::uuid
)sql"};

constexpr pg::Statement kInsert{"order_insert", MAINSTAY_GIVEN_ORDER R"sql(
INSERT INTO orders (order_id, account_id, order_number, version, kind, order_time, currency_code,
  total, line_count, products, descriptions, quantities, unit_prices, actor, create_time,
  update_time, reason)
SELECT $10::uuid, $1::uuid, order_number, 1, kind, order_time, currency, total,
  cardinality(products), products, descriptions, quantities, unit_prices, $11, $12::timestamptz,
  $12::timestamptz, $13
FROM given
)sql"};

constexpr pg::Statement kArchive{"order_archive", R"sql(
INSERT INTO order_revisions (order_id, version, kind, order_time, currency_code, total, products,
  descriptions, quantities, unit_prices, import_id, actor, update_time, reason, replaced_by, replace_time)
SELECT order_id, version, kind, order_time, currency_code, total, products, descriptions,
  quantities, unit_prices, import_id, actor, update_time, reason, $2,
  greatest(update_time, $3::timestamptz)
FROM orders WHERE order_id = $1::uuid
)sql"};

constexpr pg::Statement kReplace{"order_replace", MAINSTAY_GIVEN_ORDER R"sql(
UPDATE orders o SET version = o.version + 1, kind = g.kind, order_time = g.order_time,
  currency_code = g.currency, total = g.total, line_count = cardinality(g.products),
  products = g.products, descriptions = g.descriptions, quantities = g.quantities,
  unit_prices = g.unit_prices, import_id = NULL, actor = $11,
  update_time = greatest(o.update_time, $12::timestamptz), reason = $13
FROM given g
WHERE o.order_id = $10::uuid AND o.account_id = $1::uuid AND o.order_number = g.order_number
)sql"};

constexpr pg::Statement kRead{"order_read",
                              "SELECT " MAINSTAY_ORDER_COLUMNS
                              " FROM orders o WHERE o.order_id = $2::uuid "
                              "AND o.account_id IN (SELECT f FROM account_family($1::uuid) f)"};

constexpr pg::Statement kLines{"order_lines", R"sql(
SELECT l.product, l.description, trim_scale(l.quantity), trim_scale(l.unit_price),
  l.quantity * l.unit_price
FROM orders o, unnest(o.products, o.descriptions, o.quantities, o.unit_prices)
  WITH ORDINALITY l (product, description, quantity, unit_price, n)
WHERE o.order_id = $1::uuid ORDER BY l.n
)sql"};

// $1 to $9 of MAINSTAY_GIVEN_ORDER.
std::vector<pg::Param> Given(const Order& order) {
  std::vector<std::string> products, descriptions, quantities, unit_prices;
  for (const OrderLine& line : order.lines) {
    products.push_back(line.product);
    descriptions.push_back(line.description);
    quantities.push_back(line.quantity);
    unit_prices.push_back(line.unit_price);
  }
  return {
      pg::ToParam(order.account_id), pg::ToParam(order.order_number),  pg::ToParam(order.kind),
      pg::ToParam(order.order_time), pg::ToParam(order.currency_code), pg::ToParam(products),
      pg::ToParam(descriptions),     pg::ToParam(quantities),          pg::ToParam(unit_prices)};
}

// A row of MAINSTAY_ORDER_COLUMNS, seen under `account_id`.
Order FromRow(const pqxx::row& row, const std::string& account_id) {
  Order order;
  order.id = row[0].c_str();
  order.account_id = account_id;
  order.order_number = row[1].c_str();
  order.version = row[2].as<int64_t>();
  order.kind = row[3].c_str();
  order.order_time = pg::ParseTime(row[4].c_str());
  order.currency_code = row[5].c_str();
  order.total = row[6].c_str();
  order.line_count = row[7].as<int>();
  order.import_id = row[8].is_null() ? "" : row[8].c_str();
  order.actor = row[9].c_str();
  order.create_time = pg::ParseTime(row[10].c_str());
  order.update_time = pg::ParseTime(row[11].c_str());
  return order;
}

}  // namespace

OrderOutcome RecordOrder(pg::Tx& tx, Order& order, ReplacedOrder* replaced) {
  const absl::Time now = order.update_time;
  std::vector<pg::Param> given = Given(order);
  const pqxx::result present = tx.RunParams(kCompare, given);
  if (present.empty()) {
    for (pg::Param param : {pg::ToParam(order.id), pg::ToParam(order.actor), pg::ToParam(now),
                            pg::ToParam(order.reason)}) {
      given.push_back(std::move(param));
    }
    tx.RunParams(kInsert, given);
    order.version = 1;
    order.create_time = now;
    return OrderOutcome::kCreated;
  }
  order.id = present[0][0].c_str();
  order.version = present[0][1].as<int64_t>();
  order.create_time = pg::ParseTime(present[0][2].c_str());
  if (present[0][8].as<bool>()) {
    order.update_time = pg::ParseTime(present[0][3].c_str());
    return OrderOutcome::kUnchanged;
  }
  if (replaced != nullptr) {
    *replaced = {.total = present[0][4].c_str(),
                 .currency_code = present[0][5].c_str(),
                 .line_count = present[0][6].as<int>(),
                 .order_time = pg::ParseTime(present[0][7].c_str())};
  }
  tx.Run(kArchive, order.id, order.actor, now);
  for (pg::Param param : {pg::ToParam(order.id), pg::ToParam(order.actor), pg::ToParam(now),
                          pg::ToParam(order.reason)}) {
    given.push_back(std::move(param));
  }
  tx.RunParams(kReplace, given);
  ++order.version;
  return OrderOutcome::kReplaced;
}

std::optional<Order> ReadOrder(pg::Tx& tx, const std::string& account_id,
                               const std::string& order_id) {
  const pqxx::result rows = tx.Run(kRead, account_id, order_id);
  if (rows.empty()) return std::nullopt;
  Order order = FromRow(rows[0], account_id);
  for (const auto& row : tx.Run(kLines, order_id)) {
    order.lines.push_back(
        {row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str()});
  }
  return order;
}

const api::ListFields& OrderListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"order_number", "o.order_number", kText},
      {"kind", "o.kind", kEnum, api::EnumFilterValues("ORDER_KIND_", {"order", "credit_note"})},
      {"order_time", "o.order_time", kTime},
      {"currency_code", "o.currency_code", kText},
      {"total", "o.total", kNumber},
  };
  static constexpr api::Sort kSorts[] = {{"order_time", true, "o.order_time", "timestamptz"},
                                         {"order_time", false, "o.order_time", "timestamptz"}};
  static const auto& fields = *new api::ListFields{filters, kSorts};
  return fields;
}

api::Rows<Order> ListOrders(pg::Tx& tx, const std::string& account_id,
                            const api::ListQuery& query) {
  api::ListParams params(query);
  const std::string family = params.Add(account_id);
  const std::string page = api::KeysetEnd(query, "o.order_id", params);
  // One range of the index an account of the family: a page costs the same at any depth.
  const std::string sql =
      absl::StrCat("SELECT ", MAINSTAY_ORDER_COLUMNS, api::KeyColumns(query, "o.order_id"),
                   " FROM account_family(", family, "::uuid) f (account_id) CROSS JOIN LATERAL ",
                   "(SELECT * FROM orders o WHERE ", query.filter.where,
                   " AND o.account_id = f.account_id", page, ") o WHERE true", page);
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [&](const pqxx::row& row) { return FromRow(row, account_id); });
}

}  // namespace mainstay::accounts
