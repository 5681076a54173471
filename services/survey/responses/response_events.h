// What is published of responses; of confidential and anonymous campaigns nothing is.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

// Of an identified campaign.
events::OutboxEvent ResponseSubmittedEvent(const Response& response,
                                           const history::WriteContext& context);

}  // namespace mainstay::survey
