#include "services/accounts/grading/abc_store.h"

#include <pqxx/result>

#include "absl/strings/numbers.h"
#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kCurrencies{"abc_currencies", R"sql(
SELECT DISTINCT currency_code FROM orders
WHERE order_time >= $1::timestamptz AND order_time < $2::timestamptz ORDER BY 1
)sql"};

constexpr pg::Statement kNetSales{"abc_net_sales", R"sql(
SELECT s.account_id, coalesce(s.external_id, ''), round(t.total, 9)
FROM (SELECT coalesce(a.merged_into, a.account_id) AS account_id, sum(o.total) AS total
      FROM orders o JOIN accounts a USING (account_id)
      WHERE o.order_time >= $1::timestamptz AND o.order_time < $2::timestamptz
        AND o.currency_code = $3
      GROUP BY 1) t
JOIN accounts s ON s.account_id = t.account_id WHERE s.state <> 'deleted'
)sql"};

constexpr pg::Statement kInsert{"abc_insert", R"sql(
INSERT INTO abc_analyses (analysis_id, start_time, end_time, currency_code, a_threshold,
  b_threshold, account_count, total_value, net_sales, class_accounts, class_values,
  top_account_count, top_share, actor, create_time, trial)
VALUES ($1::uuid, $2::timestamptz, $3::timestamptz, $4, $5::float8, $6::float8, $7::bigint,
  $8::numeric, $9::numeric, $10::bigint[], $11::numeric[], $12::bigint, $13::float8, $14,
  $15::timestamptz, $16::boolean)
)sql"};

constexpr pg::Statement kInsertRows{"abc_insert_rows", R"sql(
INSERT INTO abc_rows (analysis_id, rank, account_id, display_name, external_id, value, cumulative,
  class)
SELECT $1::uuid, $2::bigint + n, r.account_id, a.display_name, coalesce(a.external_id, ''), r.value,
  r.cumulative, r.class
FROM unnest($3::uuid[], $4::numeric[], $5::numeric[], $6::text[])
  WITH ORDINALITY r (account_id, value, cumulative, class, n)
JOIN accounts a USING (account_id)
)sql"};

#define MAINSTAY_ABC_COLUMNS                                                                 \
  "analysis_id, start_time, end_time, currency_code, a_threshold, b_threshold, "             \
  "account_count, total_value, net_sales, class_accounts, class_values, top_account_count, " \
  "top_share, actor, create_time, trial"

constexpr pg::Statement kFind{
    "abc_find", "SELECT " MAINSTAY_ABC_COLUMNS " FROM abc_analyses WHERE analysis_id = $1::uuid"};

constexpr pg::Statement kList{"abc_list",
                              "SELECT " MAINSTAY_ABC_COLUMNS
                              " FROM abc_analyses WHERE (create_time, analysis_id) < "
                              "($1::timestamptz, $2::uuid) AND ($3 = '' OR currency_code = $3) "
                              "ORDER BY create_time DESC, analysis_id DESC "
                              "LIMIT $4::int"};

#define MAINSTAY_ABC_ROW_COLUMNS \
  "r.rank, r.account_id, r.display_name, r.external_id, r.value, r.cumulative, r.class"

#define MAINSTAY_ABC_ROWS                                                               \
  "SELECT " MAINSTAY_ABC_ROW_COLUMNS                                                    \
  " FROM abc_rows r JOIN accounts a USING (account_id) WHERE r.analysis_id = $1::uuid " \
  "AND r.rank > $2::bigint AND ($3 = '' OR r.class = $3) "                              \
  "AND ($4::text IS NULL OR EXISTS (SELECT FROM team_members m "                        \
  "WHERE m.account_id = coalesce(a.merged_into, a.account_id) AND m.user_id = $4)) "

constexpr pg::Statement kRows{"abc_rows", MAINSTAY_ABC_ROWS "ORDER BY r.rank LIMIT $5::int"};

// A statement of its own, so that its plan is the index on the account.
constexpr pg::Statement kRowsOfAccount{"abc_rows_of_account", MAINSTAY_ABC_ROWS
                                       "AND r.account_id = $6::uuid ORDER BY r.rank LIMIT $5::int"};

constexpr pg::Statement kRanks{"abc_ranks", "SELECT " MAINSTAY_ABC_ROW_COLUMNS R"sql(
FROM abc_rows r WHERE r.analysis_id = $1::uuid AND r.rank = ANY ($2::bigint[]) ORDER BY r.rank
)sql"};

constexpr pg::Statement kClasses{
    "abc_classes",
    "SELECT account_id, class FROM abc_rows WHERE analysis_id = $1::uuid ORDER BY rank"};

AbcAnalysis AnalysisOf(const pqxx::row& row) {
  AbcAnalysis analysis;
  analysis.id = row[0].c_str();
  analysis.window = {pg::ParseTime(row[1].c_str()), pg::ParseTime(row[2].c_str()), row[3].c_str()};
  analysis.thresholds = {row[4].as<double>(), row[5].as<double>()};
  analysis.account_count = row[6].as<int64_t>();
  AbcResult& figures = analysis.figures;
  figures.total = NanosOf(row[7].c_str());
  figures.net_sales = NanosOf(row[8].c_str());
  const std::vector<std::string> accounts = pg::ParseArray(row[9].c_str()),
                                 values = pg::ParseArray(row[10].c_str());
  for (size_t i = 0; i < 3; ++i) {
    (void)absl::SimpleAtoi(accounts[i], &figures.class_accounts[i]);
    figures.class_values[i] = NanosOf(values[i]);
  }
  figures.top_accounts = row[11].as<int64_t>();
  analysis.top_share = row[12].as<double>();
  analysis.actor = row[13].c_str();
  analysis.create_time = pg::ParseTime(row[14].c_str());
  analysis.trial = row[15].as<bool>();
  return analysis;
}

std::vector<AbcTableRow> RowsOf(const pqxx::result& rows) {
  std::vector<AbcTableRow> table;
  for (const auto& row : rows) {
    table.push_back({.row = {.entry = {row[1].c_str(), row[3].c_str(), NanosOf(row[4].c_str())},
                             .cumulative = NanosOf(row[5].c_str()),
                             .abc_class = row[6].c_str()[0]},
                     .rank = row[0].as<int64_t>(),
                     .display_name = row[2].c_str()});
  }
  return table;
}

}  // namespace

std::vector<std::string> AbcCurrencies(pg::Tx& tx, const AbcWindow& window) {
  std::vector<std::string> currencies;
  for (const auto& row : tx.Run(kCurrencies, window.start, window.end)) {
    currencies.push_back(row[0].c_str());
  }
  return currencies;
}

std::vector<AbcEntry> NetSales(pg::Tx& tx, const AbcWindow& window) {
  std::vector<AbcEntry> entries;
  for (const auto& row : tx.Run(kNetSales, window.start, window.end, window.currency_code)) {
    entries.push_back({row[0].c_str(), row[1].c_str(), NanosOf(row[2].c_str())});
  }
  return entries;
}

void InsertAnalysis(pg::Tx& tx, const AbcAnalysis& analysis, const std::vector<AbcRow>& rows) {
  const AbcResult& figures = analysis.figures;
  std::vector<std::string> class_values;
  for (const Nanos value : figures.class_values) class_values.push_back(DecimalOf(value));
  tx.Run(kInsert, analysis.id, analysis.window.start, analysis.window.end,
         analysis.window.currency_code, analysis.thresholds.a, analysis.thresholds.b,
         analysis.account_count, DecimalOf(figures.total), DecimalOf(figures.net_sales),
         std::vector<int64_t>(figures.class_accounts.begin(), figures.class_accounts.end()),
         class_values, figures.top_accounts, analysis.top_share, analysis.actor,
         analysis.create_time, analysis.trial);
  constexpr size_t kAtOnce = 5000;
  for (size_t begin = 0; begin < rows.size(); begin += kAtOnce) {
    std::vector<std::string> accounts, values, cumulative, classes;
    for (size_t i = begin; i < std::min(begin + kAtOnce, rows.size()); ++i) {
      accounts.push_back(rows[i].entry.account_id);
      values.push_back(DecimalOf(rows[i].entry.value));
      cumulative.push_back(DecimalOf(rows[i].cumulative));
      classes.emplace_back(1, rows[i].abc_class);
    }
    tx.Run(kInsertRows, analysis.id, static_cast<int64_t>(begin), accounts, values, cumulative,
           classes);
  }
}

std::optional<AbcAnalysis> FindAnalysis(pg::Tx& tx, const std::string& analysis_id) {
  const pqxx::result rows = tx.Run(kFind, analysis_id);
  if (rows.empty()) return std::nullopt;
  return AnalysisOf(rows[0]);
}

std::vector<AbcAnalysis> ListAnalyses(pg::Tx& tx, const std::string& currency_code,
                                      const std::vector<std::string>& after, int limit) {
  const std::string time = after.empty() ? "infinity" : after[0];
  const std::string id = after.empty() ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : after[1];
  std::vector<AbcAnalysis> analyses;
  for (const auto& row : tx.Run(kList, time, id, currency_code, limit)) {
    analyses.push_back(AnalysisOf(row));
  }
  return analyses;
}

std::vector<std::string> AnalysisCursor(const AbcAnalysis& last) {
  return {*pg::ToParam(last.create_time), last.id};
}

std::vector<AbcTableRow> ListRows(pg::Tx& tx, const AbcRowQuery& query,
                                  const auth::AccountScope& scope) {
  if (query.account_id.empty()) {
    return RowsOf(tx.Run(kRows, query.analysis_id, query.after_rank, query.abc_class, scope.user(),
                         query.limit));
  }
  return RowsOf(tx.Run(kRowsOfAccount, query.analysis_id, query.after_rank, query.abc_class,
                       scope.user(), query.limit, query.account_id));
}

std::vector<AbcClassOf> ListClasses(pg::Tx& tx, const std::string& analysis_id) {
  std::vector<AbcClassOf> classes;
  for (const auto& row : tx.Run(kClasses, analysis_id)) {
    classes.push_back({row[0].c_str(), row[1].c_str()[0]});
  }
  return classes;
}

std::vector<AbcTableRow> RowsOfRanks(pg::Tx& tx, const std::string& analysis_id,
                                     const std::vector<int64_t>& ranks) {
  return RowsOf(tx.Run(kRanks, analysis_id, ranks));
}

}  // namespace mainstay::accounts
