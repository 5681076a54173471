// Campaigns in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

inline constexpr history::ChangeTable kCampaignChanges =
    MAINSTAY_CHANGE_TABLE("campaign_changes", "campaign_id");

void InsertCampaign(pg::Tx& tx, const Campaign& campaign);
// Writes every field of a campaign that was read with LockCampaign; its quotas keep what was
// counted of the same dimension and value.
void UpdateCampaign(pg::Tx& tx, const Campaign& campaign);

// By its bare UUID, with its waves and quotas.
std::optional<Campaign> ReadCampaign(pg::Tx& tx, const std::string& campaign_id);
// The same, locked until the transaction ends.
std::optional<Campaign> LockCampaign(pg::Tx& tx, const std::string& campaign_id);

// What lists can be filtered and sorted by.
std::vector<api::FilterField> CampaignFilterFields();
absl::Span<const api::Sort> CampaignSorts();
api::Rows<Campaign> ListCampaigns(pg::Tx& tx, const api::ListQuery& query);

// The quotas of a campaign, locked until the transaction ends: what one answer more is checked
// against (FullQuota) before it is taken. Costs no lock where there are none.
std::vector<Quota> LockQuotas(pg::Tx& tx, const std::string& campaign_id);
// Counts the answers of one transaction in every quota that holds them; set-based.
void CountAnswers(pg::Tx& tx, const std::string& campaign_id, absl::Span<const QuotaFacts> answers);

// The campaigns with a wave that is due by `now` and runs, at most `limit`, oldest start first.
struct DueWave {
  std::string campaign_id;
  int number = 0;
};
std::vector<DueWave> DueWaves(pg::Tx& tx, absl::Time now, int limit);
void SetWaveState(pg::Tx& tx, const DueWave& wave, std::string_view state);

}  // namespace mainstay::survey
