#include "services/survey/responses/sitting_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"
#include "services/survey/campaigns/campaign_row.h"
#include "services/survey/invitations/invitation_row.h"
#include "services/survey/responses/part_answers_store.h"

namespace mainstay::survey {
namespace {

constexpr int kCampaignFrom = kInvitationColumns;
constexpr int kPartFrom = kCampaignFrom + kCampaignColumns;
constexpr int kQuotaFrom = kPartFrom + kPartColumns;

// A row for each quota, or one without. The keys of part answers are those of part_key.h.
constexpr pg::Statement kRead{
    "sitting_read",
    "SELECT " MAINSTAY_INVITATION_COLUMNS ", " MAINSTAY_CAMPAIGN_COLUMNS ", " MAINSTAY_PART_COLUMNS
    ", " MAINSTAY_QUOTA_COLUMNS " FROM " MAINSTAY_INVITATION_TABLES
    " JOIN campaigns c ON c.campaign_id = i.campaign_id "
    "LEFT JOIN part_answers p ON p.part_key = CASE c.privacy WHEN 'anonymous' THEN $2::bytea "
    "ELSE convert_to('invitation ' || i.invitation_id, 'UTF8') END "
    "LEFT JOIN campaign_quotas q ON q.campaign_id = c.campaign_id "
    "WHERE i.invitation_id = (SELECT t.invitation_id FROM invitation_tokens t "
    "WHERE t.token_sha256 = $1::bytea) ORDER BY q.position"};

constexpr pg::Statement kReadLanguage{
    "response_language_read", "SELECT language FROM responses WHERE invitation_id = $1::uuid"};

}  // namespace

std::optional<KeptSitting> ReadSitting(pg::Tx& tx, const std::string& token_sha256,
                                       const std::string& key_of_token) {
  const pqxx::result rows = tx.Run(kRead, pg::Bytes{token_sha256}, pg::Bytes{key_of_token});
  if (rows.empty()) return std::nullopt;
  KeptSitting kept{.invitation = FromInvitationRow(rows[0]),
                   .campaign = FromCampaignRow(rows[0], kCampaignFrom),
                   .part = std::nullopt};
  if (!rows[0][kPartFrom].is_null()) kept.part = PartAnswersOfRow(rows[0], kPartFrom);
  for (const auto& row : rows) {
    if (!row[kQuotaFrom].is_null()) kept.campaign.quotas.push_back(QuotaOfRow(row, kQuotaFrom));
  }
  return kept;
}

std::string ReadResponseLanguage(pg::Tx& tx, const std::string& invitation_id) {
  const pqxx::result rows = tx.Run(kReadLanguage, invitation_id);
  return rows.empty() ? "" : rows[0][0].as<std::string>();
}

}  // namespace mainstay::survey
