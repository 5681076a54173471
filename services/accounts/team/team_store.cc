#include "services/accounts/team/team_store.h"

namespace mainstay::accounts {
namespace {

// The account row is there even when no member is, so that an empty page is told from no access.
constexpr pg::Statement kReadMembers{"team_read_members", R"sql(
SELECT a.account_id, m.user_id, m.role, m.raci, m.user_id = a.owner, m.inherited_from,
  m.create_time, m.update_time
FROM accounts asked
JOIN accounts a ON a.account_id = coalesce(asked.merged_into, asked.account_id)
LEFT JOIN LATERAL (
  SELECT * FROM team_members t
  WHERE t.account_id = a.account_id
    AND ($3::boolean IS NULL OR (t.user_id <> a.owner, t.user_id) > (NOT $3::boolean, $4))
  ORDER BY t.user_id <> a.owner, t.user_id LIMIT $5::int
) m ON true
WHERE asked.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members s WHERE s.account_id = a.account_id AND s.user_id = $2))
ORDER BY m.user_id <> a.owner, m.user_id
)sql"};

constexpr pg::Statement kReadMember{"team_read_member", R"sql(
SELECT a.account_id, m.user_id, m.role, m.raci, m.user_id = a.owner, m.inherited_from,
  m.create_time, m.update_time
FROM accounts asked
JOIN accounts a ON a.account_id = coalesce(asked.merged_into, asked.account_id)
JOIN team_members m ON m.account_id = a.account_id AND m.user_id = $3
WHERE asked.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (
  SELECT FROM team_members s WHERE s.account_id = a.account_id AND s.user_id = $2))
)sql"};

constexpr pg::Statement kInsert{"team_insert", R"sql(
INSERT INTO team_members (account_id, user_id, role, raci, account_create_time, create_time,
                          update_time)
SELECT a.account_id, $2, $3, $4, a.create_time, $5::timestamptz, $5::timestamptz
FROM accounts a WHERE a.account_id = $1::uuid
)sql"};

constexpr pg::Statement kUpdate{"team_update", R"sql(
UPDATE team_members SET role = $3, raci = $4, inherited_from = NULL, update_time = $5::timestamptz
WHERE account_id = $1::uuid AND user_id = $2
)sql"};

constexpr pg::Statement kDelete{
    "team_delete", "DELETE FROM team_members WHERE account_id = $1::uuid AND user_id = $2"};

constexpr pg::Statement kNextVersion{"team_next_account_version", R"sql(
UPDATE accounts SET version = version + 1, update_time = greatest(update_time, $2::timestamptz)
WHERE account_id = $1::uuid RETURNING version, update_time
)sql"};

TeamMember FromRow(const pqxx::row& row) {
  return {.account_id = row[0].c_str(),
          .user = row[1].c_str(),
          .role = row[2].c_str(),
          .raci = row[3].c_str(),
          .owner = row[4].as<bool>(),
          .inherited_from = row[5].c_str(),
          .create_time = pg::ParseTime(row[6].c_str()),
          .update_time = pg::ParseTime(row[7].c_str())};
}

}  // namespace

std::optional<TeamMember> ReadMember(pg::Tx& tx, const std::string& account_id,
                                     const std::string& user, const auth::AccountScope& scope) {
  pqxx::result rows = tx.Run(kReadMember, account_id, scope.user(), user);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::optional<std::vector<TeamMember>> ReadMembers(pg::Tx& tx, const std::string& account_id,
                                                   const auth::AccountScope& scope,
                                                   const std::optional<MemberCursor>& cursor,
                                                   int limit) {
  std::optional<bool> after_owner;
  std::optional<std::string> after_user;
  if (cursor) {
    after_owner = cursor->owner;
    after_user = cursor->user;
  }
  pqxx::result rows =
      tx.Run(kReadMembers, account_id, scope.user(), after_owner, after_user, limit);
  if (rows.empty()) return std::nullopt;
  std::vector<TeamMember> members;
  for (const auto& row : rows) {
    if (!row[1].is_null()) members.push_back(FromRow(row));
  }
  return members;
}

void InsertMember(pg::Tx& tx, const TeamMember& member) {
  tx.Run(kInsert, member.account_id, member.user, member.role, member.raci, member.create_time);
}

void UpdateMember(pg::Tx& tx, const TeamMember& member) {
  tx.Run(kUpdate, member.account_id, member.user, member.role, member.raci, member.update_time);
}

void DeleteMember(pg::Tx& tx, const TeamMember& member) {
  tx.Run(kDelete, member.account_id, member.user);
}

AccountVersion NextAccountVersion(pg::Tx& tx, const std::string& account_id, absl::Time now) {
  pqxx::result rows = tx.Run(kNextVersion, account_id, now);
  return {rows[0][0].as<int64_t>(), pg::ParseTime(rows[0][1].c_str())};
}

}  // namespace mainstay::accounts
