// Campaigns in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
// counted of the same dimension and value, its waves that have begun what was done.
void UpdateCampaign(pg::Tx& tx, const Campaign& campaign);

// By its bare UUID, with its waves and quotas.
std::optional<Campaign> ReadCampaign(pg::Tx& tx, const std::string& campaign_id);
// The same, locked until the transaction ends.
std::optional<Campaign> LockCampaign(pg::Tx& tx, const std::string& campaign_id);

// What lists can be filtered and sorted by.
const api::ListFields& CampaignListFields();
api::Rows<Campaign> ListCampaigns(pg::Tx& tx, const api::ListQuery& query);

}  // namespace mainstay::survey
