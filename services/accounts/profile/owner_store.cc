#include "services/accounts/profile/owner_store.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kStepBack{"team_owner_step_back", R"sql(
UPDATE team_members SET raci = 'responsible', update_time = $3::timestamptz
WHERE account_id = $1::uuid AND raci = 'accountable' AND user_id <> $2
)sql"};

constexpr pg::Statement kJoin{"team_owner_join", R"sql(
INSERT INTO team_members (account_id, user_id, role, raci, account_create_time, create_time,
                          update_time)
SELECT a.account_id, $2, 'account_manager', 'accountable', a.create_time, $3::timestamptz,
  $3::timestamptz
FROM accounts a WHERE a.account_id = $1::uuid
ON CONFLICT (account_id, user_id) DO UPDATE SET
  role = excluded.role, raci = excluded.raci, inherited_from = NULL,
  update_time = excluded.update_time
)sql"};

}  // namespace

void PutOwnerOnTeam(pg::Tx& tx, const std::string& account_id, const std::string& owner,
                    absl::Time now) {
  tx.Run(kStepBack, account_id, owner, now);
  tx.Run(kJoin, account_id, owner, now);
}

}  // namespace mainstay::accounts
