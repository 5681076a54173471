#include "common/directory/directory_store.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "common/pg/advisory_lock.h"
#include "common/pg/statement.h"
#include "common/status/status.h"

namespace mainstay::directory {
namespace {

constexpr pg::Statement kFind{
    "directory_find",
    "SELECT a.account_id, a.display_name, a.owner, a.tier, a.state, a.version "
    "FROM account_directory asked "
    "JOIN account_directory a ON a.account_id = asked.survivor_id "
    "WHERE asked.account_id = $1 AND a.complete AND " MAINSTAY_IN_SCOPE("a.account_id", "$2")};

// The row's version moves on, with what the change says, or there is nothing to do. One statement:
// it is what most events come to.
constexpr pg::Statement kAdvance{"directory_advance", R"sql(
INSERT INTO account_directory (account_id, survivor_id, version, update_time, complete,
  display_name, owner, tier, state, region, merged_into)
VALUES ($1, $1, $2, $3, $4, coalesce($5, ''), coalesce($6, ''), coalesce($7, ''),
  coalesce($8, 'active'), coalesce($9, ''), nullif($10::text, '')::uuid)
ON CONFLICT (account_id) DO UPDATE SET
  version = EXCLUDED.version, update_time = EXCLUDED.update_time,
  complete = account_directory.complete OR EXCLUDED.complete,
  display_name = coalesce($5, account_directory.display_name),
  owner = coalesce($6, account_directory.owner), tier = coalesce($7, account_directory.tier),
  state = coalesce($8, account_directory.state), region = coalesce($9, account_directory.region),
  merged_into = CASE WHEN $10::text IS NULL THEN account_directory.merged_into
                     ELSE EXCLUDED.merged_into END
  WHERE account_directory.version < EXCLUDED.version
    -- Events may have told a part of that version; a whole answer still says more.
    OR (account_directory.version = EXCLUDED.version AND $4 AND NOT account_directory.complete)
)sql"};

// The survivors of an account and of all that were merged into it, directly or not. Events come in
// the order of each account only, so links may lead to accounts that are not known yet.
constexpr pg::Statement kFollow{"directory_follow", R"sql(
WITH RECURSIVE above (account_id, next) AS (
  SELECT account_id, merged_into FROM account_directory WHERE account_id = $1
  UNION SELECT a.next, d.merged_into
  FROM above a LEFT JOIN account_directory d ON d.account_id = a.next WHERE a.next IS NOT NULL
), below (account_id) AS (
  SELECT $1::uuid
  UNION SELECT d.account_id FROM below b JOIN account_directory d ON d.merged_into = b.account_id
)
UPDATE account_directory d SET survivor_id = last.account_id
FROM (SELECT account_id FROM above WHERE next IS NULL LIMIT 1) last
WHERE d.account_id IN (SELECT account_id FROM below) AND d.survivor_id <> last.account_id
)sql"};

constexpr pg::Statement kLockMerges{"directory_lock_merges", "SELECT pg_advisory_xact_lock($1)"};

constexpr pg::Statement kClearMembers{
    "directory_clear_members",
    "DELETE FROM directory_members WHERE account_id = $1 AND user_id <> ALL ($2::text[])"};

constexpr pg::Statement kAddMembers{"directory_add_members",
                                    "INSERT INTO directory_members (account_id, user_id) "
                                    "SELECT $1::uuid, unnest($2::text[]) ON CONFLICT DO NOTHING"};

constexpr pg::Statement kRemoveMember{
    "directory_remove_member",
    "DELETE FROM directory_members WHERE account_id = $1 AND user_id = $2"};

constexpr pg::Statement kNoteMerged{"directory_note_merged", R"sql(
INSERT INTO account_directory
  (account_id, survivor_id, version, state, merged_into, complete, update_time)
VALUES ($1, $2, 0, 'merged', $2, true, $3) ON CONFLICT DO NOTHING
)sql"};

// One at a time: two links of a chain, made at once, would not see each other and leave the chain's
// beginning at its middle.
void Follow(pg::Tx& tx, const std::string& account_id) {
  static const int64_t kMerges = pg::AdvisoryKey("directory/merges");
  tx.Run(kLockMerges, kMerges);
  tx.Run(kFollow, account_id);
}

}  // namespace

std::optional<Account> FindAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kFind, account_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return Account{.id = rows[0][0].c_str(),
                 .display_name = rows[0][1].c_str(),
                 .owner = rows[0][2].c_str(),
                 .tier = rows[0][3].c_str(),
                 .state = rows[0][4].c_str(),
                 .version = rows[0][5].as<int64_t>()};
}

std::string AccountsPredicate(api::ListParams& params, std::string_view column,
                              const std::string& account_id, const auth::AccountScope& scope) {
  if (!account_id.empty()) {
    return absl::StrCat(" AND ", column, " IN ",
                        absl::Substitute(MAINSTAY_FAMILY("$0"), params.Add(account_id)));
  }
  if (scope.all()) return "";
  return absl::StrCat(" AND ", column, " IN ",
                      absl::Substitute(MAINSTAY_ACCOUNTS_OF_TEAMS("$0"), params.Add(scope.user())));
}

absl::Status CheckSeen(pg::Tx& tx, const auth::AccountScope& scope,
                       std::string_view resource_name) {
  if (scope.all()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(resource_name, '/');
  if (parts.size() >= 2 && parts[0] == "accounts" && FindAccount(tx, parts[1], scope)) {
    return absl::OkStatus();
  }
  return status::NotFound(resource_name);
}

bool Apply(pg::Tx& tx, const Change& change, absl::Time now) {
  if (tx.Run(kAdvance, change.account_id, change.version, now, change.complete, change.display_name,
             change.owner, change.tier, change.state, change.region, change.merged_into)
          .affected_rows() == 0) {
    return false;
  }
  if (change.merged_into) Follow(tx, change.account_id);
  if (change.members) {
    tx.Run(kClearMembers, change.account_id, *change.members);
    tx.Run(kAddMembers, change.account_id, *change.members);
  }
  if (change.joined) {
    tx.Run(kAddMembers, change.account_id, std::vector<std::string>{*change.joined});
  }
  if (change.left) tx.Run(kRemoveMember, change.account_id, *change.left);
  return true;
}

void NoteMerged(pg::Tx& tx, const std::string& account_id, const std::string& into,
                absl::Time now) {
  if (tx.Run(kNoteMerged, account_id, into, now).affected_rows() > 0) Follow(tx, account_id);
}

}  // namespace mainstay::directory
