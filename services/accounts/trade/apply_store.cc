#include "services/accounts/trade/apply_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/order_sql.h"

namespace mainstay::accounts {

void CollectCustomers(pg::Tx& tx) {
  // The newest line says name and region; of lines of one moment, what the file names last.
  tx.Exec(R"sql(
CREATE TEMP TABLE trade_accounts ON COMMIT DROP AS
SELECT DISTINCT ON (account) account, account_name, region, newest, NULL::uuid AS account_id
FROM (SELECT account, account_name, region, max(local_time) AS newest, max(record) AS record
      FROM trade_lines WHERE reason IS NULL GROUP BY account, account_name, region) l
ORDER BY account, newest DESC, record DESC
)sql");
  const pqxx::result bad =
      tx.Exec("DELETE FROM trade_accounts WHERE account ~ '[[:cntrl:]]' RETURNING account");
  if (bad.empty()) return;
  std::vector<std::string> accounts;
  for (const auto& row : bad) accounts.push_back(row[0].c_str());
  tx.Exec(
      "UPDATE trade_lines SET reason = 'BAD_CUSTOMER' "
      "WHERE reason IS NULL AND account = ANY ($1::text[])",
      {pg::ToParam(accounts)});
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

void RejectUnknownCustomers(pg::Tx& tx) {
  tx.Exec(R"sql(
UPDATE trade_lines l SET reason = 'UNKNOWN_CUSTOMER'
FROM trade_accounts a WHERE a.account = l.account AND a.account_id IS NULL AND l.reason IS NULL
)sql");
  tx.Exec("DELETE FROM trade_accounts WHERE account_id IS NULL");
}

void LockLedgers(pg::Tx& tx) {
  tx.Exec(R"sql(
INSERT INTO trade_ledgers (account_id, version)
SELECT account_id, 0 FROM trade_accounts ORDER BY account_id ON CONFLICT DO NOTHING
)sql");
  tx.Exec(R"sql(
SELECT count(*) FROM (
  SELECT FROM trade_ledgers WHERE account_id IN (SELECT account_id FROM trade_accounts)
  ORDER BY account_id FOR UPDATE) locked
)sql");
}

std::vector<FileRegion> TakeRegions(pg::Tx& tx, const TradeFile& file) {
  std::vector<FileRegion> regions;
  for (const auto& row : tx.Exec(R"sql(
UPDATE trade_ledgers l SET region_time = a.newest AT TIME ZONE $1
FROM trade_accounts a
WHERE l.account_id = a.account_id AND a.region <> '' AND a.newest AT TIME ZONE $1 >= l.region_time
RETURNING l.account_id, a.region
)sql",
                                 {pg::ToParam(file.time_zone)})) {
    regions.push_back({row[0].c_str(), row[1].c_str()});
  }
  return regions;
}

std::vector<std::pair<std::string, int64_t>> KeepRejects(pg::Tx& tx, const std::string& import_id) {
  tx.Exec(absl::StrCat("INSERT INTO trade_import_rejects (import_id, block, reason, records) "
                       "SELECT $1::uuid, record >> ",
                       kRejectBlockBits,
                       ", reason, array_agg(record) FROM trade_lines "
                       "WHERE reason IS NOT NULL GROUP BY 2, reason"),
          {pg::ToParam(import_id)});
  std::vector<std::pair<std::string, int64_t>> counts;
  for (const auto& row :
       tx.Exec("SELECT reason, sum(cardinality(records))::bigint FROM trade_import_rejects "
               "WHERE import_id = $1::uuid GROUP BY reason ORDER BY 2 DESC, reason",
               {pg::ToParam(import_id)})) {
    counts.emplace_back(row[0].c_str(), row[1].as<int64_t>());
  }
  return counts;
}

void ApplyOrders(pg::Tx& tx, const TradeFile& file, const ApplyContext& context) {
  tx.Exec(
      "CREATE TEMP TABLE trade_outcome (account_id uuid, currency text, total numeric, "
      "line_count int, order_time timestamptz, outcome text) ON COMMIT DROP");
  tx.Exec(
      ApplyOrdersSql(file),
      {pg::ToParam(file.time_zone), pg::ToParam(file.credit_note_prefix),
       pg::ToParam(context.import_id), pg::ToParam(context.actor), pg::ToParam(context.now),
       pg::ToParam(api::NewUuid(context.now).substr(0, 15)), pg::ToParam(file.default_currency)});
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
        count(*) FILTER (WHERE outcome = 'replaced') AS replaced, min(order_time) AS earliest
      FROM trade_outcome WHERE outcome <> 'unchanged' GROUP BY account_id) t
WHERE l.account_id = t.account_id
RETURNING l.account_id, l.version, t.created, t.replaced, t.earliest
)sql")) {
    changes.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<int64_t>(),
                       row[3].as<int64_t>(), pg::ParseTime(row[4].c_str())});
  }
  return changes;
}

}  // namespace mainstay::accounts
