#include "common/directory/named_accounts.h"

#include <pqxx/result>
#include <vector>

#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::directory {
namespace {

// The account that each is seen under.
constexpr pg::Statement kById{"directory_named_by_id", R"sql(
SELECT asked.account_id, a.account_id, a.tier, a.region FROM account_directory asked
JOIN account_directory a ON a.account_id = asked.survivor_id
WHERE asked.account_id = ANY ($1::uuid[]) AND a.complete AND a.state = 'active'
  AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

constexpr pg::Statement kByName{"directory_named_by_name", R"sql(
SELECT a.display_name, a.account_id, a.tier, a.region FROM account_directory a
WHERE a.display_name = ANY ($1::text[]) AND a.survivor_id = a.account_id AND a.complete
  AND a.state = 'active' AND )sql" MAINSTAY_IN_SCOPE("a.account_id", "$2")};

NamedAccount AccountOf(const pqxx::row& row) {
  return {row[1].c_str(), row[2].c_str(), row[3].c_str()};
}

}  // namespace

NamedAccounts FindNamedAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                                const std::set<std::string>& names,
                                const auth::AccountScope& scope) {
  NamedAccounts found;
  if (!ids.empty()) {
    const std::vector<std::string> asked(ids.begin(), ids.end());
    for (const auto& row : tx.Run(kById, asked, scope.user())) {
      found.by_id[row[0].c_str()] = AccountOf(row);
    }
  }
  if (!names.empty()) {
    const std::vector<std::string> asked(names.begin(), names.end());
    for (const auto& row : tx.Run(kByName, asked, scope.user())) {
      if (!found.by_name.emplace(row[0].c_str(), AccountOf(row)).second) {
        found.ambiguous.insert(row[0].c_str());
      }
    }
  }
  return found;
}

}  // namespace mainstay::directory
