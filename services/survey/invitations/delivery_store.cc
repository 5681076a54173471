#include "services/survey/invitations/delivery_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"
#include "services/survey/invitations/invitation_row.h"
#include "services/survey/invitations/invitation_store.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kKnowChannels{"invitation_deliveries_know_channels", R"sql(
UPDATE invitation_deliveries v SET channel = i.channel FROM invitations i
WHERE i.invitation_id = v.invitation_id AND v.channel IS NULL AND v.state = 'due'
)sql"};

// Who answers an invitation has its row locked: what is due of it is left for the next round, which
// does not find it any more.
constexpr pg::Statement kClaim{
    "invitation_deliveries_claim",
    "WITH due AS (SELECT v.delivery_id FROM invitation_deliveries v "
    "JOIN invitations held USING (invitation_id) JOIN campaigns c USING (campaign_id) "
    "WHERE v.state = 'due' AND v.channel = $4 AND v.next_time <= $1 AND c.state = 'running' "
    "AND (held.state = 'planned' OR (v.number > 0 AND held.state IN ('sent', 'opened'))) "
    "ORDER BY v.next_time LIMIT $3 FOR UPDATE OF v, held SKIP LOCKED), "
    "claimed AS (UPDATE invitation_deliveries v SET next_time = $2 "
    "FROM due WHERE v.delivery_id = due.delivery_id "
    "RETURNING v.delivery_id, v.number, v.attempts, v.outages, v.invitation_id) "
    "SELECT claimed.delivery_id, claimed.number, claimed.attempts, "
    "claimed.outages, " MAINSTAY_INVITATION_COLUMNS
    " FROM claimed JOIN invitations i USING (invitation_id) "
    "LEFT JOIN account_directory d ON d.account_id = i.account_id ORDER BY i.invitation_id"};

constexpr pg::Statement kIsDue{
    "invitation_delivery_is_due",
    "SELECT 1 FROM invitation_deliveries WHERE delivery_id = $1::uuid AND state = 'due'"};

constexpr pg::Statement kSent{
    "invitation_delivery_sent",
    "UPDATE invitation_deliveries SET state = 'sent', error = '' WHERE delivery_id = $1::uuid"};
constexpr pg::Statement kForget{"invitation_delivery_forget",
                                "DELETE FROM invitation_deliveries WHERE delivery_id = $1::uuid"};
constexpr pg::Statement kFailed{
    "invitation_delivery_failed",
    "UPDATE invitation_deliveries SET state = 'failed', error = $2 WHERE delivery_id = $1::uuid"};
constexpr pg::Statement kPutOff{"invitation_delivery_put_off", R"sql(
UPDATE invitation_deliveries SET error = $2, next_time = $3, attempts = $4, outages = $5
WHERE delivery_id = $1::uuid AND state = 'due'
)sql"};

// One token of the sending, as each of its attempts made one.
constexpr pg::Statement kRemindAt{"invitation_token_remind_at", R"sql(
UPDATE invitation_tokens SET remind_at = $3 WHERE token_sha256 = (
  SELECT t.token_sha256 FROM invitation_tokens t WHERE t.invitation_id = $1::uuid AND t.number = $2
  ORDER BY t.create_time DESC LIMIT 1)
)sql"};

constexpr pg::Statement kThinOut{"invitation_tokens_thin_out", R"sql(
DELETE FROM invitation_tokens WHERE token_sha256 IN (
  SELECT token_sha256 FROM (
    SELECT token_sha256, row_number() OVER (ORDER BY create_time) AS nth,
      count(*) OVER () AS times
    FROM invitation_tokens WHERE invitation_id = $1::uuid AND number = $2) made
  WHERE nth > $3 AND nth <= times - $3)
)sql"};

constexpr pg::Statement kOfDelivery{
    "invitation_of_delivery",
    "SELECT " MAINSTAY_INVITATION_COLUMNS " FROM " MAINSTAY_INVITATION_TABLES
    " WHERE i.invitation_id = (SELECT v.invitation_id FROM invitation_deliveries v "
    "WHERE v.delivery_id = $1::uuid) FOR UPDATE OF i"};

}  // namespace

std::vector<Delivery> ClaimDeliveries(pg::Tx& tx, const std::string& channel, absl::Time now,
                                      absl::Time claimed_until, int limit) {
  tx.Run(kKnowChannels);
  std::vector<Delivery> deliveries;
  for (const auto& row : tx.Run(kClaim, now, claimed_until, limit, channel)) {
    deliveries.push_back({.id = row[0].c_str(),
                          .number = row[1].as<int>(),
                          .attempts = row[2].as<int>(),
                          .outages = row[3].as<int>(),
                          .invitation = FromInvitationRow(row, 4)});
  }
  return deliveries;
}

std::optional<Invitation> LockToSend(pg::Tx& tx, const Delivery& delivery) {
  auto invitation = LockInvitation(tx, delivery.invitation.campaign_id, delivery.invitation.id);
  if (!invitation) return std::nullopt;
  const bool open =
      delivery.number > 0 && (invitation->state == "sent" || invitation->state == "opened");
  if (invitation->state != "planned" && !open) return std::nullopt;
  // Of an anonymous one that was answered, what was due is gone, and the lock was waited for.
  if (tx.Run(kIsDue, delivery.id).empty()) return std::nullopt;
  return invitation;
}

void MarkSent(pg::Tx& tx, const Delivery& delivery, bool anonymous) {
  tx.Run(anonymous && delivery.number > 0 ? kForget : kSent, delivery.id);
}

void MarkFailed(pg::Tx& tx, const Delivery& delivery, const std::string& error) {
  tx.Run(kFailed, delivery.id, error);
}

void PutOffDelivery(pg::Tx& tx, const Delivery& delivery, const std::string& error,
                    absl::Time next_time) {
  tx.Run(kPutOff, delivery.id, error, next_time, delivery.attempts, delivery.outages);
}

void RemindAt(pg::Tx& tx, const Delivery& delivery, absl::Time time) {
  tx.Run(kRemindAt, delivery.invitation.id, delivery.number, time);
}

void ThinOutTokens(pg::Tx& tx, const Delivery& delivery, int kept) {
  tx.Run(kThinOut, delivery.invitation.id, delivery.number, kept);
}

std::optional<Invitation> LockInvitationOfDelivery(pg::Tx& tx, const std::string& delivery_id) {
  const pqxx::result rows = tx.Run(kOfDelivery, delivery_id);
  if (rows.empty()) return std::nullopt;
  return FromInvitationRow(rows[0]);
}

}  // namespace mainstay::survey
