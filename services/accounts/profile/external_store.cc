#include "services/accounts/profile/external_store.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kUpdateRegions{"account_update_regions", R"sql(
WITH wanted AS (
  SELECT * FROM unnest($1::uuid[], $2::text[]) AS w (account_id, region)
), locked AS (
  SELECT a.account_id, a.region FROM accounts a JOIN wanted w USING (account_id)
  WHERE a.region <> w.region AND a.merged_into IS NULL
  ORDER BY a.account_id FOR NO KEY UPDATE OF a
)
UPDATE accounts a SET region = w.region, version = a.version + 1,
  update_time = greatest(a.update_time, $3::timestamptz)
FROM locked o JOIN wanted w USING (account_id)
WHERE a.account_id = o.account_id
RETURNING a.account_id, a.version, o.region, a.region, a.display_name, a.owner,
  a.update_time
)sql"};

constexpr pg::Statement kUpdateTiers{"account_update_tiers", R"sql(
WITH wanted AS (
  SELECT * FROM unnest($1::uuid[], $2::text[]) AS w (account_id, tier)
), locked AS (
  SELECT a.account_id, a.tier FROM accounts a JOIN wanted w USING (account_id)
  WHERE a.tier <> w.tier AND a.state = 'active'
  ORDER BY a.account_id FOR NO KEY UPDATE OF a
)
UPDATE accounts a SET tier = w.tier, version = a.version + 1,
  update_time = greatest(a.update_time, $3::timestamptz)
FROM locked o JOIN wanted w USING (account_id)
WHERE a.account_id = o.account_id
RETURNING a.account_id, a.version, o.tier, a.tier, a.display_name, a.owner, a.update_time
)sql"};

constexpr pg::Statement kLockExternalIds{
    "account_lock_external_ids",
    "SELECT pg_advisory_xact_lock(hashtext('mainstay.accounts.external_ids'))"};

constexpr pg::Statement kReadExternalIds{"account_read_external_ids", R"sql(
SELECT external_id, account_id FROM accounts
WHERE external_id = ANY ($1::text[]) AND external_id IS NOT NULL AND state <> 'deleted'
)sql"};

std::vector<ChangedField> ChangedOf(const pqxx::result& rows) {
  std::vector<ChangedField> changed;
  for (const auto& row : rows) {
    changed.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].c_str(), row[3].c_str(),
                       row[4].c_str(), row[5].c_str(), pg::ParseTime(row[6].c_str())});
  }
  return changed;
}

}  // namespace

std::vector<ChangedField> UpdateRegionRows(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                           const std::vector<std::string>& regions,
                                           absl::Time now) {
  return ChangedOf(tx.Run(kUpdateRegions, account_ids, regions, now));
}

std::vector<ChangedField> UpdateTierRows(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                         const std::vector<std::string>& tiers, absl::Time now) {
  return ChangedOf(tx.Run(kUpdateTiers, account_ids, tiers, now));
}

void LockExternalIds(pg::Tx& tx) { tx.Run(kLockExternalIds); }

std::vector<ExternalAccount> FindByExternalIds(pg::Tx& tx,
                                               const std::vector<std::string>& external_ids) {
  std::vector<ExternalAccount> found;
  for (const auto& row : tx.Run(kReadExternalIds, external_ids)) {
    found.push_back({row[0].c_str(), row[1].c_str()});
  }
  return found;
}

}  // namespace mainstay::accounts
