// What is published of responses; of anonymous campaigns nothing is.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

events::OutboxEvent ResponseSubmittedEvent(const Campaign& campaign, const Response& response,
                                           const history::WriteContext& context);

}  // namespace mainstay::survey
