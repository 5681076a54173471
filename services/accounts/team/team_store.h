// Team members in PostgreSQL. The rows are access: nothing of them is kept in memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/accounts/team/member.h"

namespace mainstay::accounts {

// One member of the account (of its survivor, when it is merged); nothing when there is no such
// member or the account is not in the scope.
std::optional<TeamMember> ReadMember(pg::Tx& tx, const std::string& account_id,
                                     const std::string& user, const auth::AccountScope& scope);

// Where a page of members ended.
struct MemberCursor {
  bool owner = false;
  std::string user;
};
// At most `limit` members after `cursor`, the owner first, then by user id; nothing when the
// account is not there or not in the scope.
std::optional<std::vector<TeamMember>> ReadMembers(pg::Tx& tx, const std::string& account_id,
                                                   const auth::AccountScope& scope,
                                                   const std::optional<MemberCursor>& cursor,
                                                   int limit);

// The account's row is locked for all of these.
void InsertMember(pg::Tx& tx, const TeamMember& member);
// Writes role, raci and update_time; the membership is then the account's own, also if it had come
// with a merge.
void UpdateMember(pg::Tx& tx, const TeamMember& member);
void DeleteMember(pg::Tx& tx, const TeamMember& member);
// The version of the account that a change of its team makes, and when: `now`, or the version
// before's time where clocks differ, because history must not run backwards.
struct AccountVersion {
  int64_t version = 0;
  absl::Time update_time;
};
AccountVersion NextAccountVersion(pg::Tx& tx, const std::string& account_id, absl::Time now);

}  // namespace mainstay::accounts
