#include "services/accounts/trade/apply_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/reject_reasons.h"

namespace mainstay::accounts {

namespace {

// Takes trade_incoming and trade_accounts to orders, order_revisions and trade_outcome. A credit
// note with a positive total is one whose writer left the sign to the kind: its quantities are
// negated. Keys are version 7 UUIDs: a common beginning, then the random rest of a version 4. $1
// import id, $2 actor, $3 now, $4 the first 15 characters of the new orders' ids.
constexpr char kApplyOrders[] = R"sql(
WITH incoming AS (
  SELECT a.account_id, g.order_number, CASE WHEN credit THEN 'credit_note' ELSE 'order' END AS kind,
    g.order_time, g.currency, g.line_count, g.products, g.descriptions, g.unit_prices,
    CASE WHEN credit AND total > 0 THEN -total ELSE total END AS total,
    CASE WHEN credit AND total > 0
      THEN ARRAY(SELECT -q FROM unnest(g.quantities) WITH ORDINALITY u (q, n) ORDER BY n)
      ELSE g.quantities END AS quantities
  FROM trade_incoming g JOIN trade_accounts a ON a.account = g.account
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
    descriptions, quantities, unit_prices, import_id, actor, update_time, reason, replaced_by,
    replace_time)
  SELECT o.order_id, o.version, o.kind, o.order_time, o.currency_code, o.total, o.products,
    o.descriptions, o.quantities, o.unit_prices, o.import_id, o.actor, o.update_time,
    o.reason, $2,
    greatest(o.update_time, $3::timestamptz)
  FROM matched m JOIN orders o ON o.order_id = m.order_id WHERE m.outcome = 'replaced'
), replaced AS (
  UPDATE orders o SET version = o.version + 1, kind = m.kind, order_time = m.order_time,
    currency_code = m.currency, total = m.total, line_count = m.line_count, products = m.products,
    descriptions = m.descriptions, quantities = m.quantities, unit_prices = m.unit_prices,
    import_id = $1::uuid, actor = $2, update_time = greatest(o.update_time, $3::timestamptz),
    reason = ''
  FROM matched m WHERE m.outcome = 'replaced' AND o.order_id = m.order_id
), created AS (
  INSERT INTO orders (order_id, account_id, order_number, version, kind, order_time, currency_code,
    total, line_count, products, descriptions, quantities, unit_prices, import_id, actor,
    create_time, update_time)
  SELECT ($4 || substr(gen_random_uuid()::text, 16))::uuid, account_id, order_number, 1, kind,
    order_time, currency, total, line_count, products, descriptions, quantities, unit_prices, $1::uuid, $2, $3::timestamptz,
    $3::timestamptz
  FROM matched WHERE outcome = 'created'
)
INSERT INTO trade_outcome (account_id, currency, total, line_count, order_time, outcome)
SELECT account_id, currency, total, line_count, order_time, outcome FROM matched
)sql";

// Rejects every line of the customers that `which` (SQL) picks.
void RejectCustomers(pg::Tx& tx, const std::string& import_id, const std::string& which,
                     const std::string& reason) {
  tx.Exec(absl::StrCat(
              "WITH gone AS (DELETE FROM trade_accounts WHERE ", which,
              " RETURNING account), "
              "orders AS (DELETE FROM trade_incoming i USING gone g WHERE i.account = g.account "
              "RETURNING i.records) "
              "INSERT INTO trade_import_rejects (import_id, block, reason, records) "
              "SELECT $1::uuid, record >> ",
              kRejectBlockBits,
              ", $2, array_agg(record) "
              "FROM orders, unnest(records) record GROUP BY 2"),
          {pg::ToParam(import_id), pg::ToParam(reason)});
}

}  // namespace

void RejectBadCustomers(pg::Tx& tx, const std::string& import_id) {
  RejectCustomers(tx, import_id, "account ~ '[[:cntrl:]]'", "BAD_CUSTOMER");
}

void RejectUnknownCustomers(pg::Tx& tx, const std::string& import_id) {
  RejectCustomers(tx, import_id, "account_id IS NULL", "UNKNOWN_CUSTOMER");
}

std::vector<std::string> FileExternalIds(pg::Tx& tx, const std::string& after, int limit) {
  std::vector<std::string> ids;
  for (const auto& row : tx.Exec("SELECT account FROM trade_accounts WHERE account > $1::text "
                                 "COLLATE \"C\" ORDER BY account LIMIT $2::int",
                                 {pg::ToParam(after), pg::ToParam(limit)})) {
    ids.push_back(row[0].c_str());
  }
  return ids;
}

void SetAccountIds(pg::Tx& tx, const std::vector<std::string>& external_ids,
                   const std::vector<std::string>& account_ids) {
  tx.Exec(
      "UPDATE trade_accounts t SET account_id = n.account_id "
      "FROM unnest($1::text[], $2::uuid[]) n (account, account_id) "
      "WHERE t.account = n.account COLLATE \"C\"",
      {pg::ToParam(external_ids), pg::ToParam(account_ids)});
}

std::vector<FileCustomer> UnknownCustomers(pg::Tx& tx, int limit) {
  std::vector<FileCustomer> customers;
  for (const auto& row : tx.Exec(
           "SELECT account, coalesce(account_name, ''), coalesce(region, '') FROM trade_accounts "
           "WHERE account_id IS NULL ORDER BY account LIMIT $1::int",
           {pg::ToParam(limit)})) {
    customers.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str()});
  }
  return customers;
}

void LockLedgers(pg::Tx& tx) {
  tx.Exec(R"sql(
CREATE TEMP TABLE trade_survivors ON COMMIT DROP AS
SELECT t.account_id, coalesce(a.merged_into, a.account_id) AS survivor_id
FROM trade_accounts t JOIN accounts a USING (account_id)
)sql");
  tx.Exec(R"sql(
INSERT INTO trade_ledgers (account_id, version)
SELECT account_id, 0 FROM (SELECT account_id FROM trade_survivors UNION
  SELECT survivor_id FROM trade_survivors) f
ORDER BY account_id ON CONFLICT DO NOTHING
)sql");
  tx.Exec(R"sql(
SELECT count(*) FROM (
  SELECT FROM trade_ledgers WHERE account_id IN (SELECT account_id FROM trade_survivors UNION ALL
    SELECT survivor_id FROM trade_survivors)
  ORDER BY account_id FOR UPDATE) locked
)sql");
}

std::vector<FileRegion> TakeRegions(pg::Tx& tx, const TradeFile& file) {
  std::vector<FileRegion> regions;
  for (const auto& row : tx.Exec(R"sql(
WITH newer AS (
  SELECT s.account_id, s.survivor_id, t.region, t.newest AT TIME ZONE $1 AS newest
  FROM trade_accounts t JOIN trade_survivors s USING (account_id)
  JOIN trade_ledgers own ON own.account_id = s.account_id
  JOIN trade_ledgers survivor ON survivor.account_id = s.survivor_id
  WHERE t.region <> ''
    AND t.newest AT TIME ZONE $1 > greatest(own.region_time, survivor.region_time)
), taken AS (
  SELECT DISTINCT ON (survivor_id) survivor_id, region, newest FROM newer
  ORDER BY survivor_id, newest DESC, account_id
), marked AS (
  UPDATE trade_ledgers l SET region_time = n.newest
  FROM (SELECT account_id, newest FROM newer WHERE account_id <> survivor_id
        UNION ALL SELECT survivor_id, newest FROM taken) n
  WHERE l.account_id = n.account_id
)
SELECT survivor_id, region FROM taken
)sql",
                                 {pg::ToParam(file.time_zone)})) {
    regions.push_back({row[0].c_str(), row[1].c_str()});
  }
  return regions;
}

std::vector<std::pair<std::string, int64_t>> CountRejects(pg::Tx& tx,
                                                          const std::string& import_id) {
  std::vector<std::pair<std::string, int64_t>> counts;
  for (const auto& row : tx.Exec(
           "SELECT reason, sum(cardinality(records))::bigint FROM trade_import_rejects "
           "WHERE import_id = $1::uuid AND reason <> $2 GROUP BY reason ORDER BY 2 DESC, reason",
           {pg::ToParam(import_id), pg::ToParam(kNotRejected)})) {
    counts.emplace_back(row[0].c_str(), row[1].as<int64_t>());
  }
  return counts;
}

void ApplyOrders(pg::Tx& tx, const ApplyContext& context) {
  tx.Exec(
      "CREATE TEMP TABLE trade_outcome (account_id uuid, currency text, total numeric, "
      "line_count int, order_time timestamptz, outcome text) ON COMMIT DROP");
  tx.Exec(kApplyOrders,
          {pg::ToParam(context.import_id), pg::ToParam(context.actor), pg::ToParam(context.now),
           pg::ToParam(api::NewUuid(context.now).substr(0, 15))});
}

void CountOutcome(pg::Tx& tx, TradeImportResult& result) {
  TradeImportCounts& counts = result.counts;
  const pqxx::result rows = tx.Exec(
      "SELECT count(*) FILTER (WHERE outcome = 'created'), "
      "count(*) FILTER (WHERE outcome = 'replaced'), "
      "count(*) FILTER (WHERE outcome = 'unchanged'), coalesce(sum(line_count), 0)::bigint "
      "FROM trade_outcome");
  counts.orders_created = rows[0][0].as<int64_t>();
  counts.orders_replaced = rows[0][1].as<int64_t>();
  counts.orders_unchanged = rows[0][2].as<int64_t>();
  counts.applied_records = rows[0][3].as<int64_t>();
  for (const auto& row : tx.Exec("SELECT currency, sum(total) FROM trade_outcome GROUP BY currency "
                                 "ORDER BY currency")) {
    result.net_sales.emplace_back(row[0].c_str(), row[1].c_str());
  }
}

std::vector<LedgerChange> AdvanceLedgers(pg::Tx& tx) {
  std::vector<LedgerChange> changes;
  for (const auto& row : tx.Exec(R"sql(
UPDATE trade_ledgers l SET version = version + 1
FROM (SELECT account_id, count(*) FILTER (WHERE outcome = 'created') AS created,
        count(*) FILTER (WHERE outcome = 'replaced') AS replaced, min(order_time) AS earliest,
        max(order_time) AS latest
      FROM trade_outcome WHERE outcome <> 'unchanged' GROUP BY account_id) t
WHERE l.account_id = t.account_id
RETURNING l.account_id, l.version, t.created, t.replaced, t.earliest, t.latest
)sql")) {
    changes.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<int64_t>(),
                       row[3].as<int64_t>(), pg::ParseTime(row[4].c_str()),
                       pg::ParseTime(row[5].c_str())});
  }
  return changes;
}

}  // namespace mainstay::accounts
