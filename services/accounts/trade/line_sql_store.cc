#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/accounts/trade/line_sql.h"

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
  const std::string date = form.order == 'Y'
                               ? absl::StrCat(four, separator, two, separator, two)
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

std::string LinesSql(const TradeLayout& layout) {
  const auto field = [&](TradeColumn column) { return FieldOf(layout, column); };
  // A text for people: NULL and "" are the same.
  const auto text = [&](TradeColumn column) {
    return absl::StrCat("coalesce(", field(column), ", '')");
  };
  const std::string currency = layout.has(TradeColumn::kCurrencyCode)
                                   ? absl::Substitute("coalesce(nullif(btrim($0), ''), $$1)",
                                                      field(TradeColumn::kCurrencyCode))
                                   : "NULL::text";
  const std::string customer = field(TradeColumn::kAccountExternalId);
  const std::string credit =
      absl::Substitute("coalesce(lower(btrim($0)) = ANY ($$$1::text[]), false)",
                       field(TradeColumn::kKind), layout.has(TradeColumn::kCurrencyCode) ? 2 : 1);
  std::vector<std::string> reasons = {
      "WHEN account IS NULL THEN 'MISSING_CUSTOMER'",
      "WHEN order_number IS NULL THEN 'MISSING_ORDER_NUMBER'",
      "WHEN quantity IS NULL THEN 'BAD_QUANTITY'",
      "WHEN unit_price IS NULL THEN 'BAD_UNIT_PRICE'",
      "WHEN local_time IS NULL THEN 'BAD_TIME'",
      absl::StrCat("WHEN ", TooLong("account", 100), " OR ", TooLong("order_number", 100), " OR ",
                   TooLong("product", 100), " OR ", TooLong("description", 1000),
                   " THEN 'TOO_LONG'")};
  if (layout.has(TradeColumn::kCurrencyCode)) {
    reasons.push_back("WHEN currency !~ '^[A-Z]{3}$' THEN 'BAD_CURRENCY'");
  }
  if (layout.has(TradeColumn::kLine)) reasons.push_back("WHEN place IS NULL THEN 'BAD_LINE'");
  return absl::StrCat(
      "INSERT INTO trade_lines SELECT record, account, order_number, account_name, region, "
      "product, description, quantity, unit_price, currency, credit, place, local_time, CASE ",
      absl::StrJoin(reasons, " "), " END FROM (SELECT record, ",
      Id(field(TradeColumn::kAccountExternalId)), " AS account, ",
      Id(field(TradeColumn::kOrderNumber)), " AS order_number, ", field(TradeColumn::kAccountName),
      "::text AS account_name, ", field(TradeColumn::kRegion), "::text AS region, ",
      text(TradeColumn::kProduct), " AS product, ", text(TradeColumn::kDescription),
      " AS description, ", Number(customer, field(TradeColumn::kQuantity)), " AS quantity, ",
      Number(customer, field(TradeColumn::kUnitPrice)), " AS unit_price, ", currency,
      " AS currency, ", layout.has(TradeColumn::kKind) ? credit : "false", " AS credit, ",
      layout.has(TradeColumn::kLine) ? Number(customer, field(TradeColumn::kLine))
                                     : "NULL::numeric",
      " AS place, local_time FROM trade_staging LEFT JOIN trade_times ON value = ",
      field(TradeColumn::kOrderTime), " OFFSET 0) s");
}

}  // namespace mainstay::accounts
