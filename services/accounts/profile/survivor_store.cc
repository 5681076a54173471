#include "services/accounts/profile/survivor_store.h"

#include <pqxx/result>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/pg/statement.h"
#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

#define MAINSTAY_FIND_SURVIVOR                                                                     \
  "SELECT survivor.account_id, survivor.state = 'deleted' FROM accounts asked "                    \
  "JOIN accounts survivor ON survivor.account_id = coalesce(asked.merged_into, asked.account_id) " \
  "WHERE asked.account_id = $1::uuid AND ($2::text IS NULL OR EXISTS (SELECT FROM team_members m " \
  "WHERE m.account_id = survivor.account_id AND m.user_id = $2))"

constexpr pg::Statement kFind{"account_survivor_find", MAINSTAY_FIND_SURVIVOR};
constexpr pg::Statement kLock{"account_survivor_lock",
                              MAINSTAY_FIND_SURVIVOR " FOR NO KEY UPDATE OF survivor"};

}  // namespace

std::optional<Survivor> FindSurvivor(pg::Tx& tx, const std::string& account_id,
                                     const auth::AccountScope& scope, SurvivorLock lock) {
  const pqxx::result rows =
      tx.Run(lock == SurvivorLock::kUpdate ? kLock : kFind, account_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return Survivor{.account_id = rows[0][0].c_str(), .deleted = rows[0][1].as<bool>()};
}

absl::Status CheckSeen(pg::Tx& tx, const auth::AccountScope& scope,
                       std::string_view resource_name) {
  if (scope.all()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(resource_name, '/');
  if (parts.size() < 2 || !FindSurvivor(tx, parts[1], scope)) {
    return status::NotFound(resource_name);
  }
  return absl::OkStatus();
}

}  // namespace mainstay::accounts
