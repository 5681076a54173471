#include "services/feedback/requirements/account_sales_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kKeep{"account_sales_keep", R"sql(
INSERT INTO account_sales (account_id, currency_code, net_sales)
VALUES ($1::uuid, $2::text, $3::numeric)
ON CONFLICT (account_id, currency_code) DO UPDATE SET net_sales = EXCLUDED.net_sales
)sql"};

// Thousands of accounts are told of one analysis: all but the first only look, and lock nothing.
constexpr pg::Statement kNote{"sales_measure_note", R"sql(
INSERT INTO sales_measures (currency_code, start_time, end_time, measure_time)
SELECT $1::text, $2::timestamptz, $3::timestamptz, $4::timestamptz
WHERE NOT EXISTS (SELECT FROM sales_measures
  WHERE currency_code = $1::text AND measure_time >= $4::timestamptz)
ON CONFLICT (currency_code) DO UPDATE SET start_time = EXCLUDED.start_time,
  end_time = EXCLUDED.end_time, measure_time = EXCLUDED.measure_time
WHERE sales_measures.measure_time < EXCLUDED.measure_time
)sql"};

}  // namespace

void KeepAccountSales(pg::Tx& tx, const AccountSales& sales) {
  tx.Run(kKeep, sales.account_id, sales.net_sales.currency, sales.net_sales.decimal);
  tx.Run(kNote, sales.net_sales.currency, sales.start, sales.end, sales.measure_time);
}

}  // namespace mainstay::feedback
