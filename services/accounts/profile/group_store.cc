#include "services/accounts/profile/group_store.h"

#include <map>

#include "services/accounts/profile/account_row.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kRead{"account_group_read", R"sql(
WITH RECURSIVE up (account_id, height) AS (
  SELECT coalesce(merged_into, account_id), 0 FROM accounts WHERE account_id = $1::uuid
  UNION ALL
  SELECT coalesce(p.merged_into, p.account_id), up.height + 1
  FROM up JOIN accounts c ON c.account_id = up.account_id
  JOIN accounts p ON p.account_id = c.parent_id
  WHERE up.height < 50
), down (account_id, path) AS (
  (SELECT account_id, ARRAY[account_id] FROM up ORDER BY height DESC LIMIT 1)
  UNION ALL
  SELECT c.account_id, down.path || c.account_id
  FROM down CROSS JOIN LATERAL account_family(down.account_id) AS f (account_id)
  JOIN accounts c ON c.parent_id = f.account_id
  WHERE c.state <> 'merged' AND cardinality(down.path) <= 50
)
SELECT down.path, count(*) OVER (), sum(a.credit_limit) OVER (PARTITION BY a.credit_currency),
  )sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(
FROM down JOIN accounts a ON a.account_id = down.account_id
WHERE a.state = 'active' AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members m WHERE m.account_id = a.account_id AND m.user_id = $2))
ORDER BY down.path LIMIT 1000
)sql"};

}  // namespace

Group ReadGroup(pg::Tx& tx, const std::string& account_id, const auth::AccountScope& scope) {
  Group group;
  std::map<std::string, size_t> places;  // of the members read, by id
  std::map<std::string, std::string> by_currency;
  for (const auto& row : tx.Run(kRead, account_id, scope.user())) {
    std::vector<std::string> path = pg::ParseArray(row[0].c_str());
    group.member_count = row[1].as<int>();
    Account account = AccountFromRow(row, 3);
    if (!account.credit_limit.empty()) by_currency[account.credit_currency] = row[2].c_str();
    if (path.size() == 1) group.root_id = account.id;
    path.pop_back();
    for (const std::string& ancestor : path) {
      if (auto place = places.find(ancestor); place != places.end()) {
        ++group.members[place->second].descendants;
      }
    }
    places[account.id] = group.members.size();
    group.members.push_back({std::move(account), static_cast<int>(path.size()), 0});
  }
  group.credit_limits.assign(by_currency.begin(), by_currency.end());
  return group;
}

}  // namespace mainstay::accounts
