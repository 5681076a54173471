#include "services/survey/campaigns/audience_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

// $1 tiers, $2 regions, $3 accounts by id. An account that was merged stands for its survivor.
#define MAINSTAY_AUDIENCE_ACCOUNTS                                                        \
  "SELECT a.account_id, a.display_name, a.tier, a.region FROM account_directory a "       \
  "WHERE a.survivor_id = a.account_id AND a.complete AND a.state = 'active' "             \
  "AND (cardinality($1::text[]) = 0 OR coalesce(nullif(a.tier, ''), 'none') = ANY ($1)) " \
  "AND (cardinality($2::text[]) = 0 OR a.region = ANY ($2)) "                             \
  "AND (cardinality($3::text[]) = 0 OR a.account_id IN (SELECT named.survivor_id "        \
  "FROM account_directory named WHERE named.account_id = ANY ($3::uuid[]))) "
// $4 after, $5 limit.
constexpr pg::Statement kAccounts{"audience_accounts", MAINSTAY_AUDIENCE_ACCOUNTS
                                  "AND a.account_id > $4::uuid ORDER BY a.account_id LIMIT $5"};
// $4 the account.
constexpr pg::Statement kAccount{
    "audience_account", MAINSTAY_AUDIENCE_ACCOUNTS
    "AND a.account_id = (SELECT s.survivor_id FROM account_directory s WHERE s.account_id = $4)"};

constexpr pg::Statement kInvited{"audience_invited_since", R"sql(
SELECT DISTINCT contact_id FROM invitations
WHERE contact_id = ANY ($1::uuid[])
  AND (send_time >= $2 OR (state = 'planned' AND create_time >= $2))
)sql"};

constexpr char kNil[] = "00000000-0000-0000-0000-000000000000";

// "accounts/{uuid}[/contacts/…]" → the uuid.
std::string AccountOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 1 ? parts[1] : "";
}

// Named contacts are of few accounts: no others need be looked at.
std::vector<std::string> NamedAccounts(const Audience& audience) {
  std::vector<std::string> ids = audience.accounts;
  if (!ids.empty()) return ids;
  for (const std::string& contact : audience.contacts) ids.push_back(AccountOf(contact));
  return ids;
}

AudienceAccount AccountFrom(const pqxx::row& row) {
  return {row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str()};
}

}  // namespace

std::vector<AudienceAccount> ReadAudienceAccounts(pg::Tx& tx, const Audience& audience,
                                                  const std::string& after_id, int limit) {
  std::vector<AudienceAccount> accounts;
  for (const auto& row :
       tx.Run(kAccounts, audience.tiers, audience.regions, NamedAccounts(audience),
              after_id.empty() ? std::string(kNil) : after_id, limit)) {
    accounts.push_back(AccountFrom(row));
  }
  return accounts;
}

std::optional<AudienceAccount> FindInAudience(pg::Tx& tx, const Audience& audience,
                                              const std::string& account_id) {
  const pqxx::result rows =
      tx.Run(kAccount, audience.tiers, audience.regions, NamedAccounts(audience), account_id);
  if (rows.empty()) return std::nullopt;
  return AccountFrom(rows[0]);
}

absl::flat_hash_set<std::string> InvitedSince(pg::Tx& tx,
                                              const std::vector<std::string>& contact_ids,
                                              absl::Time since) {
  absl::flat_hash_set<std::string> invited;
  for (const auto& row : tx.Run(kInvited, contact_ids, since)) invited.insert(row[0].c_str());
  return invited;
}

}  // namespace mainstay::survey
