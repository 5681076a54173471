// Facts about campaigns.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

events::OutboxEvent CampaignCreatedEvent(const Campaign& campaign,
                                         const history::WriteContext& context);
events::OutboxEvent CampaignChangedEvent(const Campaign& campaign,
                                         const std::vector<history::Change>& changes,
                                         const history::WriteContext& context);
events::OutboxEvent CampaignMovedEvent(const Campaign& before, const Campaign& after,
                                       const history::WriteContext& context);

// What became of the people of one wave.
struct WaveCounts {
  int invited = 0, skipped = 0, undeliverable = 0;
};
events::OutboxEvent CampaignWaveInvitedEvent(const Campaign& campaign, int wave,
                                             const WaveCounts& counts,
                                             const history::WriteContext& context);

}  // namespace mainstay::survey
