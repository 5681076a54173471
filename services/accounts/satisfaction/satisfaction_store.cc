#include "services/accounts/satisfaction/satisfaction_store.h"

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kKeep{"satisfaction_keep", R"sql(
UPDATE accounts a SET satisfaction_score = $2::float8, satisfaction_nps = $3::float8,
  satisfaction_respondents = $4::int, satisfaction_invited = $5::int,
  silent_decision_makers = $6::int, satisfaction_time = $7::timestamptz
FROM accounts asked
WHERE asked.account_id = $1::uuid AND a.account_id = coalesce(asked.merged_into, asked.account_id)
  AND (a.satisfaction_time IS NULL OR a.satisfaction_time <= $7::timestamptz)
)sql"};

}  // namespace

void KeepSatisfaction(pg::Tx& tx, const std::string& account_id, const Satisfaction& s) {
  tx.Run(kKeep, account_id, s.score, s.nps, s.respondents, s.invited, s.silent_decision_makers,
         s.measure_time);
}

}  // namespace mainstay::accounts
