#include "services/survey/invitations/planning_store.h"

#include <pqxx/result>

#include "common/api/uuid.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kDue{"campaign_wave_due", R"sql(
SELECT w.campaign_id, w.number, coalesce(w.invited_to::text, '') FROM campaign_waves w
JOIN campaigns c USING (campaign_id)
WHERE w.state <> 'invited' AND w.start_time <= $1 AND w.look_at <= $1 AND c.state = 'running'
ORDER BY w.start_time, w.campaign_id, w.number LIMIT 1
)sql"};

constexpr pg::Statement kLock{"campaign_wave_lock", R"sql(
SELECT 1 FROM campaign_waves WHERE campaign_id = $1::uuid AND number = $2 AND state <> 'invited'
  AND coalesce(invited_to::text, '') = $3 FOR UPDATE
)sql"};

constexpr pg::Statement kSave{"campaign_wave_save", R"sql(
UPDATE campaign_waves SET state = $3, invited_to = nullif($4, '')::uuid
WHERE campaign_id = $1::uuid AND number = $2
)sql"};

constexpr pg::Statement kPutOff{
    "campaign_wave_put_off",
    "UPDATE campaign_waves SET look_at = $3 WHERE campaign_id = $1::uuid AND number = $2"};

constexpr pg::Statement kCount{"campaign_wave_count", R"sql(
SELECT state, count(*) FROM invitations WHERE campaign_id = $1::uuid AND wave = $2 GROUP BY state
)sql"};

constexpr pg::Statement kDeliver{"invitation_deliveries_insert", R"sql(
INSERT INTO invitation_deliveries (delivery_id, invitation_id, number, channel, state, next_time,
  create_time)
SELECT delivery_id, invitation_id, 0, i.channel, 'due', $3, $3
FROM unnest($1::uuid[], $2::uuid[]) one (delivery_id, invitation_id)
JOIN invitations i USING (invitation_id)
)sql"};

constexpr pg::Statement kRegion{"account_region",
                                "SELECT region FROM account_directory WHERE account_id = $1::uuid"};

// One token at a time asks for the next reminder: that of the last sending. Whose answer is under
// way waits for the next time; whom this locks answers after it, and drops the reminder.
constexpr pg::Statement kRemind{"invitation_reminders_plan", R"sql(
WITH due AS (
  SELECT t.token_sha256, t.invitation_id, t.number, i.channel,
    i.state IN ('sent', 'opened') AND i.expire_time > $1 AS open
  FROM invitation_tokens t
  JOIN invitations i USING (invitation_id) JOIN campaigns c USING (campaign_id)
  WHERE t.remind_at <= $1 AND c.state = 'running'
  ORDER BY t.remind_at LIMIT $2 FOR UPDATE OF t SKIP LOCKED FOR KEY SHARE OF i SKIP LOCKED
), asked AS (
  UPDATE invitation_tokens t SET remind_at = NULL FROM due
  WHERE t.token_sha256 = due.token_sha256 RETURNING t.token_sha256
), planned AS (
  INSERT INTO invitation_deliveries (delivery_id, invitation_id, number, channel, state,
    next_time, create_time)
  SELECT gen_random_uuid(), invitation_id, number + 1, channel, 'due', $1, $1
  FROM due WHERE open
  ON CONFLICT (invitation_id, number) DO NOTHING
)
SELECT count(*) FROM asked
)sql"};

constexpr pg::Statement kExpire{"invitations_expire", R"sql(
WITH over AS (
  SELECT i.invitation_id, c.privacy = 'anonymous' AS anonymous FROM invitations i
  JOIN campaigns c USING (campaign_id)
  WHERE i.state IN ('sent', 'opened') AND i.expire_time <= $1
    AND (c.privacy <> 'anonymous' OR EXISTS (
      SELECT FROM invitation_tokens t WHERE t.invitation_id = i.invitation_id))
  ORDER BY i.expire_time LIMIT $2 FOR UPDATE OF i SKIP LOCKED
), ended AS (
  UPDATE invitations i SET state = 'expired' FROM over
  WHERE i.invitation_id = over.invitation_id AND NOT over.anonymous
), dropped AS (
  DELETE FROM invitation_tokens t USING over
  WHERE t.invitation_id = over.invitation_id AND over.anonymous
), undelivered AS (
  DELETE FROM invitation_deliveries d USING over
  WHERE d.invitation_id = over.invitation_id AND d.state = 'due'
)
SELECT count(*) FROM over
)sql"};

constexpr pg::Statement kClose{"invitations_of_closed", R"sql(
WITH late AS (
  SELECT d.delivery_id, d.invitation_id FROM invitation_deliveries d
  JOIN invitations i USING (invitation_id) JOIN campaigns c USING (campaign_id)
  WHERE d.state = 'due' AND c.state = 'closed' LIMIT $1 FOR UPDATE OF d SKIP LOCKED
), dropped AS (
  DELETE FROM invitation_deliveries d USING late WHERE d.delivery_id = late.delivery_id
), skipped AS (
  UPDATE invitations i SET state = 'skipped', state_reason = 'campaign_closed' FROM late
  WHERE i.invitation_id = late.invitation_id AND i.state = 'planned'
)
SELECT count(*) FROM late
)sql"};

}  // namespace

std::optional<DueWave> FindDueWave(pg::Tx& tx, absl::Time now) {
  const pqxx::result rows = tx.Run(kDue, now);
  if (rows.empty()) return std::nullopt;
  return DueWave{rows[0][0].c_str(), rows[0][1].as<int>(), rows[0][2].c_str()};
}

bool LockDueWave(pg::Tx& tx, const DueWave& wave) {
  return !tx.Run(kLock, wave.campaign_id, wave.number, wave.invited_to).empty();
}

void SaveWave(pg::Tx& tx, const DueWave& wave, std::string_view state) {
  tx.Run(kSave, wave.campaign_id, wave.number, state, wave.invited_to);
}

void PutOffWave(pg::Tx& tx, const DueWave& wave, absl::Time look_at) {
  tx.Run(kPutOff, wave.campaign_id, wave.number, look_at);
}

std::vector<StateCount> CountWave(pg::Tx& tx, const DueWave& wave) {
  std::vector<StateCount> counts;
  for (const auto& row : tx.Run(kCount, wave.campaign_id, wave.number)) {
    counts.push_back({row[0].c_str(), row[1].as<int>()});
  }
  return counts;
}

std::string RegionOf(pg::Tx& tx, const std::string& account_id) {
  const pqxx::result rows = tx.Run(kRegion, account_id);
  return rows.empty() ? "" : rows[0][0].c_str();
}

void InsertDeliveries(pg::Tx& tx, const std::vector<std::string>& invitation_ids, absl::Time now) {
  if (invitation_ids.empty()) return;
  std::vector<std::string> ids;
  for (size_t i = 0; i < invitation_ids.size(); ++i) ids.push_back(api::NewUuid(now));
  tx.Run(kDeliver, ids, invitation_ids, now);
}

int PlanReminders(pg::Tx& tx, absl::Time now, int limit) {
  return tx.Run(kRemind, now, limit)[0][0].as<int>();
}

int ExpireInvitations(pg::Tx& tx, absl::Time now, int limit) {
  return tx.Run(kExpire, now, limit)[0][0].as<int>() + tx.Run(kClose, limit)[0][0].as<int>();
}

}  // namespace mainstay::survey
