#include "services/survey/campaigns/campaign_events.h"

#include <mainstay/survey/v1/campaign_events.pb.h>

#include <utility>

#include "common/events/event_of.h"
#include "services/survey/campaigns/campaign_proto.h"

namespace mainstay::survey {
namespace {

template <class Payload>
events::OutboxEvent EventOf(const Campaign& campaign, Payload payload,
                            const history::WriteContext& context) {
  payload.set_campaign(CampaignName(campaign.id));
  return events::EventOf({events::kNoAccount, "campaign", campaign.id, campaign.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent CampaignCreatedEvent(const Campaign& campaign,
                                         const history::WriteContext& context) {
  return EventOf(campaign, v1::CampaignCreated(), context);
}

events::OutboxEvent CampaignChangedEvent(const Campaign& campaign,
                                         const std::vector<history::Change>& changes,
                                         const history::WriteContext& context) {
  v1::CampaignChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return EventOf(campaign, std::move(payload), context);
}

events::OutboxEvent CampaignMovedEvent(const Campaign& before, const Campaign& after,
                                       const history::WriteContext& context) {
  v1::CampaignMoved payload;
  payload.set_from_state(before.state);
  payload.set_to_state(after.state);
  payload.set_purpose(after.purpose);
  return EventOf(after, std::move(payload), context);
}

events::OutboxEvent CampaignWaveInvitedEvent(const Campaign& campaign, int wave,
                                             const WaveCounts& counts,
                                             const history::WriteContext& context) {
  v1::CampaignWaveInvited payload;
  payload.set_wave(wave);
  payload.set_invited_count(counts.invited);
  payload.set_skipped_count(counts.skipped);
  payload.set_undeliverable_count(counts.undeliverable);
  return EventOf(campaign, std::move(payload), context);
}

}  // namespace mainstay::survey
