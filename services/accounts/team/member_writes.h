// Writing a team. Each change is a version of the account, with its history and its event; the
// account's row is locked for all of them.
#pragma once

#include <cstdint>
#include <string>

#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/accounts/team/member.h"

namespace mainstay::accounts {

// A second row of the user violates a constraint (ALREADY_A_MEMBER). These return the account's
// version after the change.
int64_t AddMember(pg::Tx& tx, const TeamMember& member, const history::WriteContext& context);
int64_t ChangeMember(pg::Tx& tx, const TeamMember& before, const TeamMember& after,
                     const history::WriteContext& context);
int64_t RemoveMember(pg::Tx& tx, const TeamMember& member, const history::WriteContext& context);

// The team after the account went from `old_owner` ("" for nobody) to `owner`: that one is its
// accountable account manager, joining it if need be, and the one before stays as responsible.
int64_t HandOver(pg::Tx& tx, const std::string& account_id, const std::string& old_owner,
                 const std::string& owner, const history::WriteContext& context);

}  // namespace mainstay::accounts
