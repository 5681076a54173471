#include "services/accounts/profile/merge_store.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kReadSurvivor{
    "account_read_survivor",
    "SELECT coalesce(merged_into, account_id) FROM accounts WHERE account_id = $1::uuid"};

constexpr pg::Statement kLeadOn{
    "account_lead_on", "UPDATE accounts SET merged_into = $2::uuid WHERE merged_into = $1::uuid"};

// An account has one accountable member: the survivor's owner.
constexpr pg::Statement kInheritTeam{"account_inherit_team", R"sql(
INSERT INTO team_members (account_id, user_id, role, raci, inherited_from, account_create_time,
                          create_time, update_time)
SELECT DISTINCT ON (m.user_id) s.account_id, m.user_id, m.role,
  CASE m.raci WHEN 'accountable' THEN 'responsible' ELSE m.raci END, m.account_id, s.create_time,
  $4::timestamptz, $4::timestamptz
FROM team_members m JOIN accounts s ON s.account_id = $2::uuid
WHERE m.account_id = ANY ($1::uuid[]) AND ($3::text[] IS NULL OR m.user_id = ANY ($3::text[]))
ORDER BY m.user_id, m.account_id
ON CONFLICT DO NOTHING
)sql"};

// Everything below $1 in the chain of merges.
constexpr pg::Statement kLeadBack{"account_lead_back", R"sql(
WITH RECURSIVE below (account_id) AS (
  SELECT account_id FROM accounts WHERE merged_direct = $1::uuid
  UNION
  SELECT a.account_id FROM below JOIN accounts a ON a.merged_direct = below.account_id
)
UPDATE accounts a SET merged_into = $1::uuid FROM below WHERE a.account_id = below.account_id
)sql"};

// Members of $1 who came with $2 and are no longer entitled to: all of them once $2 stands alone,
// or those whom $2 itself has lost.
constexpr pg::Statement kDisinherit{"account_disinherit", R"sql(
DELETE FROM team_members t
WHERE t.account_id = $1::uuid AND t.inherited_from = $2::uuid
  AND ($3::boolean OR NOT EXISTS (
    SELECT FROM team_members m WHERE m.account_id = $2::uuid AND m.user_id = t.user_id))
RETURNING t.user_id
)sql"};

constexpr pg::Statement kReadMergedHere{"account_read_merged_here", R"sql(
SELECT account_id FROM accounts WHERE merged_direct = $1::uuid ORDER BY account_id
)sql"};

constexpr pg::Statement kReadDirect{
    "account_read_direct", "SELECT merged_direct FROM accounts WHERE account_id = $1::uuid"};

constexpr pg::Statement kReadUsers{
    "account_read_team_users",
    "SELECT user_id FROM team_members WHERE account_id = $1::uuid ORDER BY user_id"};

std::vector<std::string> FirstColumn(const pqxx::result& rows) {
  std::vector<std::string> values;
  for (const auto& row : rows) values.push_back(row[0].c_str());
  return values;
}

}  // namespace

std::string ReadSurvivor(pg::Tx& tx, const std::string& account_id) {
  pqxx::result rows = tx.Run(kReadSurvivor, account_id);
  return rows.empty() ? "" : rows[0][0].c_str();
}

void Redirect(pg::Tx& tx, const std::string& merged_id, const std::string& survivor_id,
              absl::Time now) {
  tx.Run(kLeadOn, merged_id, survivor_id);
  tx.Run(kInheritTeam, std::vector<std::string>{merged_id}, survivor_id, std::nullopt, now);
}

void TakeBackRedirect(pg::Tx& tx, const std::string& merged_id, const std::string& direct_id,
                      absl::Time now) {
  tx.Run(kLeadBack, merged_id);
  std::string from = merged_id, at = direct_id;
  for (bool all = true; !at.empty(); all = false) {
    std::vector<std::string> gone = FirstColumn(tx.Run(kDisinherit, at, from, all));
    // Someone may also have come with another account that was merged here.
    std::vector<std::string> others = FirstColumn(tx.Run(kReadMergedHere, at));
    if (!gone.empty() && !others.empty()) tx.Run(kInheritTeam, others, at, gone, now);
    from = at;
    at = tx.Run(kReadDirect, from)[0][0].c_str();
  }
}

std::vector<std::string> ReadTeamUsers(pg::Tx& tx, const std::string& account_id) {
  return FirstColumn(tx.Run(kReadUsers, account_id));
}

}  // namespace mainstay::accounts
