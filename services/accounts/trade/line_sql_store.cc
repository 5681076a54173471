#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/line_sql.h"
#include "services/accounts/trade/reject_reasons.h"

namespace mainstay::accounts {
namespace {

// The field of a column, or NULL where the file has none.
std::string FieldOf(const TradeLayout& layout, TradeColumn column) {
  return layout.has(column) ? absl::StrCat("c", layout.at(column)) : "NULL";
}

// An id without the spaces around it; NULL when nothing is left. Most have none, and finding that
// out is cheaper than btrim.
std::string Id(const std::string& field) {
  return absl::Substitute(
      "CASE WHEN $0 LIKE ' %' OR $0 LIKE '% ' THEN nullif(btrim($0), '') ELSE nullif($0, '') END",
      field);
}

// A decimal number of at most 12 digits and 9 decimals, or NULL. Short plain numbers, which most
// are, do without the regular expression; lines without a customer, without any of it.
std::string Number(const std::string& customer, const std::string& field) {
  return absl::Substitute(R"sql(
CASE WHEN $1 IS NULL THEN NULL
     WHEN octet_length($0) <= 12 AND translate($0, '0123456789', '') IN ('', '.')
          AND $0 NOT IN ('', '.') THEN $0::numeric
     WHEN $0 ~ '^ *[-+]?([0-9]{1,12}(\.[0-9]{0,9})?|\.[0-9]{1,9}) *$$' THEN $0::numeric END)sql",
                          field, customer);
}

// True when a text has more than `limit` characters; bytes are compared first because that is free.
std::string TooLong(const std::string& field, int limit) {
  return absl::Substitute("(octet_length($0) > $1 AND char_length($0) > $1)", field, limit);
}

// Totals and amounts of lines stay below this (order.h, kMaxTotalUnits; orders.total).
constexpr char kTotalLimit[] = "1e18";

// Where a part of the date begins, from 1, once every part has its full width.
struct DatePlaces {
  int year, month, day;
};
DatePlaces PlacesOf(const DateForm& form) {
  if (form.order == 'Y') return {1, 6, 9};
  return form.order == 'D' ? DatePlaces{7, 4, 1} : DatePlaces{7, 1, 4};
}

}  // namespace

std::string TimesSql(const TradeFile& file, const TradeLayout& layout) {
  const DateForm form = *FindDateForm(file.time_format);
  const DatePlaces at = PlacesOf(form);
  const std::string separator = form.separator == '.' ? "\\." : std::string(1, form.separator);
  const std::string two = "[0-9]{2}", four = "[0-9]{4}";
  const std::string date = form.order == 'Y' ? absl::StrCat(four, separator, two, separator, two)
                                             : absl::StrCat(two, separator, two, separator, four);
  // From the inside: single digits get their zero; the shape is checked; the parts are cut out; the
  // ranges are checked, because make_timestamp would end the transaction.
  return absl::Substitute(
      R"sql(
CREATE TEMP TABLE trade_times ON COMMIT DROP AS
SELECT value, CASE WHEN year > 0 AND month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31
    AND hour < 24 AND minute < 60 AND second < 60
    AND (day <= 28 OR day <= date_part('day', make_date(year, month, 1) + interval '1 month - 1 day'))
  THEN make_timestamp(year, month, day, hour, minute, second) END AS local_time
FROM (
  SELECT value, substr(t, $2, 4)::int AS year, substr(t, $3, 2)::int AS month,
    substr(t, $4, 2)::int AS day, coalesce(nullif(substr(t, 12, 2), ''), '0')::int AS hour,
    coalesce(nullif(substr(t, 15, 2), ''), '0')::int AS minute,
    coalesce(nullif(substr(t, 18), ''), '0')::float8 AS second
  FROM (
    SELECT value, CASE WHEN padded ~
      '^$1(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?$$' THEN padded END AS t
    FROM (
      SELECT value, CASE WHEN octet_length(value) = 19 THEN value
        ELSE regexp_replace(btrim(value), '(?<![0-9.:])([0-9])(?![0-9])', '0\1', 'g') END AS padded
      FROM (SELECT DISTINCT $0 AS value FROM trade_staging WHERE $0 IS NOT NULL) d
    ) p OFFSET 0
  ) s OFFSET 0
) parts
)sql",
      FieldOf(layout, TradeColumn::kOrderTime), date, at.year, at.month, at.day);
}

namespace {

// The typed values of each record, NULL where a field breaks its rule.
std::string ValuesSql(const TradeLayout& layout) {
  const auto field = [&](TradeColumn column) { return FieldOf(layout, column); };
  // A text for people: NULL and "" are the same.
  const auto text = [&](TradeColumn column) {
    return absl::StrCat("coalesce(", field(column), ", '')");
  };
  const std::string customer = field(TradeColumn::kAccountExternalId);
  const std::string currency = layout.has(TradeColumn::kCurrencyCode)
                                   ? absl::Substitute("coalesce(nullif(btrim($0), ''), $$4::text)",
                                                      field(TradeColumn::kCurrencyCode))
                                   : "NULL::text";
  const std::string credit =
      layout.has(TradeColumn::kKind)
          ? absl::Substitute("coalesce(lower(btrim($0)) = ANY ($$7::text[]), false)",
                             field(TradeColumn::kKind))
          : "false";
  return absl::StrCat("SELECT record, ", Id(customer), " AS account, ",
                      Id(field(TradeColumn::kOrderNumber)), " AS order_number, ",
                      field(TradeColumn::kAccountName), "::text AS account_name, ",
                      field(TradeColumn::kRegion), "::text AS region, ",
                      text(TradeColumn::kProduct), " AS product, ", text(TradeColumn::kDescription),
                      " AS description, ", Number(customer, field(TradeColumn::kQuantity)),
                      " AS quantity, ", Number(customer, field(TradeColumn::kUnitPrice)),
                      " AS unit_price, ", currency, " AS currency, ", credit, " AS credit, ",
                      layout.has(TradeColumn::kLine) ? Number(customer, field(TradeColumn::kLine))
                                                     : "NULL::numeric",
                      " AS place, local_time FROM trade_staging LEFT JOIN trade_times ON value = ",
                      field(TradeColumn::kOrderTime), " OFFSET 0");
}

// The values with the reason of each record that breaks a rule.
std::string CheckedSql(const TradeLayout& layout) {
  const bool currency = layout.has(TradeColumn::kCurrencyCode),
             kind = layout.has(TradeColumn::kKind);
  std::string reasons = absl::StrCat(
      "WHEN account IS NULL THEN 'MISSING_CUSTOMER' "
      "WHEN order_number IS NULL THEN 'MISSING_ORDER_NUMBER' "
      "WHEN quantity IS NULL THEN 'BAD_QUANTITY' WHEN unit_price IS NULL THEN 'BAD_UNIT_PRICE' "
      "WHEN local_time IS NULL THEN 'BAD_TIME' "
      "WHEN local_time > ($5::timestamptz AT TIME ZONE $2::text) THEN 'FUTURE_TIME' WHEN ",
      TooLong("account", 100), " OR ", TooLong("order_number", 100), " OR ",
      TooLong("product", 100), " OR ", TooLong("description", 1000), " THEN 'TOO_LONG'");
  if (currency) {
    // As a list of constants, not its negation, PostgreSQL looks it up in a hash table.
    absl::StrAppend(&reasons,
                    " WHEN (currency = ANY ($6::text[])) IS NOT TRUE THEN 'BAD_CURRENCY'");
  }
  if (layout.has(TradeColumn::kLine)) {
    absl::StrAppend(&reasons, " WHEN place IS NULL THEN 'BAD_LINE'");
  }
  const std::string checked =
      absl::StrCat("SELECT *, CASE ", reasons, " END AS reason FROM (", ValuesSql(layout), ") v");
  if (!currency && !kind) return checked;
  // Lines of an order that name another currency or kind than its first.
  return absl::StrCat(
      "SELECT record, account, order_number, account_name, region, product, description, quantity, "
      "unit_price, currency, credit, place, local_time, CASE WHEN reason IS NOT NULL THEN reason "
      "WHEN currency <> first_value(currency) OVER w THEN 'MIXED_CURRENCY' "
      "WHEN credit <> first_value(credit) OVER w THEN 'MIXED_KIND' END AS reason FROM (",
      checked,
      ") c WINDOW w AS (PARTITION BY account, order_number, reason IS NULL ORDER BY record)");
}

}  // namespace

std::string ReadLinesSql(const TradeLayout& layout) {
  // A sorted subquery under GROUP BY keeps its order inside the arrays: the lines of an order stand
  // as they appear in the file.
  constexpr std::string_view kSql = R"sql(
WITH parameters AS (SELECT $$3::text, $$4::text, $$6::text[], $$7::text[]),  -- tells their types
checked AS MATERIALIZED ($0),
rejected AS (
  INSERT INTO trade_import_rejects (import_id, block, reason, records)
  SELECT $$1::uuid, record >> $1, reason, array_agg(record) FROM checked
  WHERE reason IS NOT NULL GROUP BY 2, reason
), broken AS (
  INSERT INTO trade_broken (account, order_number)
  SELECT DISTINCT account, order_number FROM checked
  WHERE reason IS NOT NULL AND order_number IS NOT NULL
), orders AS (
  INSERT INTO trade_incoming (account, order_number, credit, currency, order_time, line_count,
    total, largest, products, descriptions, quantities, unit_prices, records)
  SELECT account, order_number, $2, coalesce(min(currency), $$4::text),
    min(local_time) AT TIME ZONE $$2::text, count(*), sum(quantity * unit_price),
    max(abs(quantity * unit_price)), array_agg(product), array_agg(description),
    array_agg(quantity), array_agg(unit_price), array_agg(record)
  FROM (SELECT account, order_number, credit, currency, local_time, product, description, quantity,
          unit_price, record
        FROM checked WHERE reason IS NULL ORDER BY order_number, account, $3record) l
  GROUP BY order_number, account
  RETURNING account, order_number, total, largest
), too_large AS MATERIALIZED (
  SELECT account, order_number FROM orders WHERE greatest(abs(total), largest) >= $4
)
INSERT INTO trade_accounts (account, account_name, region, newest)
SELECT DISTINCT ON (account) account, account_name, region, newest
FROM (SELECT account, account_name, region, local_time AS newest, max(record) AS record
      FROM checked WHERE reason IS NULL
        AND (account, order_number) NOT IN (SELECT account, order_number FROM too_large)
      GROUP BY account, account_name, region, local_time) l
ORDER BY account, newest DESC, record DESC
)sql";
  return absl::Substitute(kSql, CheckedSql(layout), kRejectBlockBits,
                          layout.has(TradeColumn::kKind)
                              ? "bool_or(credit)"
                              : "($3::text <> '' AND starts_with(order_number, $3::text))",
                          layout.has(TradeColumn::kLine) ? "place, " : "", kTotalLimit);
}

std::string RejectTotalsSql() {
  constexpr std::string_view kSql = R"sql(
WITH gone AS (
  DELETE FROM trade_incoming WHERE greatest(abs(total), largest) >= $0 RETURNING records
)
INSERT INTO trade_import_rejects (import_id, block, reason, records)
SELECT $$1::uuid, record >> $1, 'BAD_TOTAL', array_agg(record)
FROM gone, unnest(records) record GROUP BY 2
)sql";
  return absl::Substitute(kSql, kTotalLimit, kRejectBlockBits);
}

std::string CompleteRejectsSql() {
  constexpr std::string_view kSql = R"sql(
INSERT INTO trade_import_rejects (import_id, block, reason, records)
SELECT $$1::uuid, record >> $0, '$1', array_agg(record)
FROM trade_incoming i, unnest(i.records) record
WHERE i.order_number IN (SELECT order_number FROM trade_broken WHERE account IS NULL)
   OR (i.order_number, i.account) IN (SELECT order_number, account FROM trade_broken
                                      WHERE account IS NOT NULL)
GROUP BY 2
)sql";
  return absl::Substitute(kSql, kRejectBlockBits, kNotRejected);
}

}  // namespace mainstay::accounts
