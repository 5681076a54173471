#include "services/accounts/grading/account_sales_store.h"

#include <algorithm>
#include <pqxx/result>

#include "absl/container/flat_hash_set.h"
#include "common/api/uuid.h"
#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kAtOnce = 5000;

constexpr pg::Statement kBuying{"account_sales_buying",
                                "SELECT account_id FROM account_sales "
                                "WHERE currency_code = $1 AND net_sales <> 0"};

constexpr pg::Statement kMeasure{"account_sales_measure", R"sql(
INSERT INTO account_sales (sales_id, account_id, currency_code, version, net_sales, analysis_id)
SELECT m.sales_id, m.account_id, $4, 1, m.net_sales, $5::uuid
FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) m (sales_id, account_id, net_sales)
ON CONFLICT (currency_code, account_id) DO UPDATE SET version = account_sales.version + 1,
  net_sales = EXCLUDED.net_sales, analysis_id = EXCLUDED.analysis_id
RETURNING sales_id, account_id, version, net_sales
)sql"};

}  // namespace

std::vector<AccountSales> MeasureSales(pg::Tx& tx, const AbcAnalysis& analysis,
                                       const std::vector<AbcRow>& rows) {
  const std::string& currency = analysis.window.currency_code;
  std::vector<std::string> accounts, values;
  absl::flat_hash_set<std::string> named;
  for (const AbcRow& row : rows) {
    accounts.push_back(row.entry.account_id);
    values.push_back(DecimalOf(row.entry.value));
    named.insert(row.entry.account_id);
  }
  for (const auto& row : tx.Run(kBuying, currency)) {
    if (named.contains(row[0].c_str())) continue;
    accounts.push_back(row[0].c_str());
    values.push_back("0");
  }
  std::vector<AccountSales> written;
  written.reserve(accounts.size());
  for (size_t begin = 0; begin < accounts.size(); begin += kAtOnce) {
    const size_t end = std::min(begin + kAtOnce, accounts.size());
    const auto part = [&](const std::vector<std::string>& all) {
      return std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                      all.begin() + static_cast<std::ptrdiff_t>(end));
    };
    std::vector<std::string> ids;
    for (size_t i = begin; i < end; ++i) ids.push_back(api::NewUuid(analysis.create_time));
    for (const auto& row :
         tx.Run(kMeasure, ids, part(accounts), part(values), currency, analysis.id)) {
      written.push_back({.id = row[0].c_str(),
                         .account_id = row[1].c_str(),
                         .version = row[2].as<int64_t>(),
                         .net_sales = NanosOf(row[3].c_str())});
    }
  }
  return written;
}

}  // namespace mainstay::accounts
