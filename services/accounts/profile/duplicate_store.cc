#include "services/accounts/profile/duplicate_store.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/pg/advisory_lock.h"
#include "services/accounts/profile/account_row.h"
#include "services/accounts/profile/search_text.h"
#include "services/accounts/profile/website.h"

namespace mainstay::accounts {
namespace {

// The same conditions as in account_insert (account_store.cc). Each reason is one index look-up.
constexpr pg::Statement kFind{"account_find_duplicates", R"sql(
WITH hits AS (
  (SELECT coalesce(d.merged_into, d.account_id) AS account_id, 1 AS reason FROM accounts d
   WHERE d.tax_id = $1 AND d.tax_id <> '' AND d.state <> 'deleted' LIMIT 20)
  UNION ALL
  (SELECT coalesce(d.merged_into, d.account_id), 2 FROM accounts d
   WHERE d.normal_name = $2 AND d.normal_name <> '' AND d.state <> 'deleted' LIMIT 20)
  UNION ALL
  (SELECT coalesce(d.merged_into, d.account_id), 3 FROM accounts d
   WHERE d.domain = $3 AND d.domain <> '' AND d.state <> 'deleted'
     AND ($4::uuid IS NULL OR (d.account_id <> $4 AND d.parent_id IS DISTINCT FROM $4)) LIMIT 20)
), found AS (
  SELECT account_id, array_agg(DISTINCT reason) AS reasons, min(reason) AS surest
  FROM hits GROUP BY account_id
)
SELECT f.reasons, $5::text IS NULL OR EXISTS (
    SELECT FROM team_members m WHERE m.account_id = a.account_id AND m.user_id = $5) AS visible,
  )sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(
FROM found f JOIN accounts a ON a.account_id = f.account_id
ORDER BY visible DESC, f.surest, a.account_id LIMIT 20
)sql"};

}  // namespace

std::vector<DuplicateCandidate> FindDuplicates(pg::Tx& tx, const Account& account,
                                               const auth::AccountScope& scope) {
  pg::Param parent = account.parent_id.empty() ? pg::Param() : pg::Param(account.parent_id);
  pqxx::result rows = tx.Run(kFind, account.tax_id, NormalName(account.display_name),
                             OwnDomainOf(account.website), parent, scope.user());
  std::vector<DuplicateCandidate> candidates;
  std::set<DuplicateReason> hidden;
  for (const auto& row : rows) {
    std::vector<DuplicateReason> reasons;
    for (const std::string& reason : pg::ParseArray(row[0].c_str())) {
      reasons.push_back(static_cast<DuplicateReason>(std::stoi(reason)));
    }
    if (row[1].as<bool>()) {
      candidates.push_back({AccountFromRow(row, 2), std::move(reasons)});
    } else {
      hidden.insert(reasons.begin(), reasons.end());
    }
  }
  if (!hidden.empty()) candidates.push_back({std::nullopt, {hidden.begin(), hidden.end()}});
  return candidates;
}

std::vector<int64_t> DuplicateLocks(const Account& account) {
  std::vector<int64_t> locks;
  const auto add = [&](std::string_view kind, const std::string& value) {
    if (!value.empty()) {
      locks.push_back(pg::AdvisoryKey(absl::StrCat("duplicate/", kind, "/", value)));
    }
  };
  add("tax_id", account.tax_id);
  add("name", NormalName(account.display_name));
  add("domain", OwnDomainOf(account.website));
  return locks;
}

}  // namespace mainstay::accounts
