#include "services/survey/paper/response_import_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kThere{
    "response_import_there",
    "SELECT response_id FROM responses WHERE campaign_id = $1 AND response_id = ANY ($2::uuid[])"};

// The account that each is seen under.
constexpr pg::Statement kAccounts{"response_import_accounts", R"sql(
SELECT asked.account_id, a.account_id, a.tier, a.region FROM account_directory asked
JOIN account_directory a ON a.account_id = asked.survivor_id
WHERE asked.account_id = ANY ($1::uuid[]) AND a.complete AND a.state = 'active'
)sql"};

constexpr pg::Statement kAccountsByName{"response_import_accounts_by_name", R"sql(
SELECT a.display_name, a.account_id, a.tier, a.region FROM account_directory a
WHERE a.display_name = ANY ($1::text[]) AND a.survivor_id = a.account_id AND a.complete
  AND a.state = 'active'
)sql"};

PaperAccount AccountOf(const pqxx::row& row) {
  return {row[1].c_str(), row[2].c_str(), row[3].c_str()};
}

}  // namespace

std::set<std::string> ResponsesThere(pg::Tx& tx, const std::string& campaign_id,
                                     const std::vector<std::string>& response_ids) {
  std::set<std::string> there;
  if (response_ids.empty()) return there;
  for (const auto& row : tx.Run(kThere, campaign_id, response_ids)) there.insert(row[0].c_str());
  return there;
}

PaperAccounts FindPaperAccounts(pg::Tx& tx, const std::set<std::string>& ids,
                                const std::set<std::string>& names) {
  PaperAccounts found;
  if (!ids.empty()) {
    for (const auto& row : tx.Run(kAccounts, std::vector<std::string>(ids.begin(), ids.end()))) {
      found.by_id[row[0].c_str()] = AccountOf(row);
    }
  }
  if (!names.empty()) {
    for (const auto& row :
         tx.Run(kAccountsByName, std::vector<std::string>(names.begin(), names.end()))) {
      if (!found.by_name.emplace(row[0].c_str(), AccountOf(row)).second) {
        found.ambiguous.insert(row[0].c_str());
      }
    }
  }
  return found;
}

}  // namespace mainstay::survey
