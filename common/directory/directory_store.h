// The accounts as a service other than accounts knows them (directory.sql).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"

namespace mainstay::directory {

// What hangs on an account keeps the account that it was made under, and is seen under the account
// that survived merges: stores join account_directory and compare its survivor_id.
//
// Restricts a query to the accounts within a scope: `account` is the SQL of the survivor's id,
// `parameter` ("$3") is auth::AccountScope::user().
#define MAINSTAY_IN_SCOPE(account, parameter)                         \
  "(" parameter                                                       \
  "::text IS NULL OR EXISTS (SELECT FROM directory_members in_scope " \
  "WHERE in_scope.account_id = " account " AND in_scope.user_id = " parameter "::text))"

struct Account {
  std::string id;  // bare UUID
  std::string display_name;
  std::string owner;  // user id; empty: nobody's
  std::string tier;   // "core", "potential", "general"; empty: not graded
  std::string state;  // "active" or "deleted"
  int64_t version;
};

// The account, or the one that it was merged into; nothing when it is not (wholly) known or outside
// the scope.
std::optional<Account> FindAccount(pg::Tx& tx, const std::string& account_id,
                                   const auth::AccountScope& scope);

// OK while `resource_name`, an account's or of what hangs on one ("accounts/{uuid}/visits/…"), is
// of an account in the scope; otherwise the NOT_FOUND of the resource. Deleted accounts are in it.
absl::Status CheckSeen(pg::Tx& tx, const auth::AccountScope& scope, std::string_view resource_name);

// As api::WriteOnce asks: a stored answer is for those who still see the account in its `name`.
inline auto ReplayWhereSeen(const auth::AccountScope& scope) {
  return [&scope](pg::Tx& tx, const auto& answer) { return CheckSeen(tx, scope, answer.name()); };
}

// SQL of the accounts that are seen under one account, $n ("$1"): itself and those merged into it.
#define MAINSTAY_FAMILY(account)                                           \
  "(SELECT account_id FROM account_directory WHERE survivor_id = " account \
  "::uuid UNION SELECT " account "::uuid)"

// The same of an account that may itself have been merged: all that are seen under its survivor.
#define MAINSTAY_RESOLVED_FAMILY(account)                                               \
  "(SELECT family.account_id FROM account_directory asked "                             \
  "JOIN account_directory family USING (survivor_id) WHERE asked.account_id = " account \
  "::uuid UNION SELECT " account "::uuid)"

// SQL of the accounts whose team `user` ("$2") is on, and of those merged into them.
#define MAINSTAY_ACCOUNTS_OF_TEAMS(user)                         \
  "(SELECT seen.account_id FROM account_directory seen "         \
  "JOIN directory_members m ON m.account_id = seen.survivor_id " \
  "WHERE m.user_id = " user "::text)"

// " AND <column> IN (…)" for a list over one account's family; with an empty `account_id` over
// every account within the scope, which is "" when that is all of them.
std::string AccountsPredicate(api::ListParams& params, std::string_view column,
                              const std::string& account_id, const auth::AccountScope& scope);

// What an event, or an answer of accounts, says of an account; what is absent stays.
struct Change {
  std::string account_id;
  int64_t version;  // of the account
  std::optional<std::string> display_name, owner, tier, region, state;
  std::optional<std::string> merged_into;           // empty: no more
  std::optional<std::vector<std::string>> members;  // the whole team
  std::optional<std::string> joined, left;          // users
  bool complete = false;                            // from now on, or as it was
};
// False, and nothing is changed, when the directory knows that version already or a newer one; but
// a complete change of a version that is known in part is taken in.
bool Apply(pg::Tx& tx, const Change& change, absl::Time now);

// Notes that an account was merged into another, if nothing is known of it.
void NoteMerged(pg::Tx& tx, const std::string& account_id, const std::string& into, absl::Time now);

}  // namespace mainstay::directory
