// The facts that communications publish: identifiers, channel, direction and time; nothing of what
// was said.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {

events::OutboxEvent CommunicationLoggedEvent(const Communication& communication,
                                             const history::WriteContext& context);
events::OutboxEvent CommunicationChangedEvent(const Communication& communication,
                                              const std::vector<history::Change>& changes,
                                              const history::WriteContext& context);
events::OutboxEvent CommunicationDeletedEvent(const Communication& communication,
                                              const history::WriteContext& context);
events::OutboxEvent CommunicationUndeletedEvent(const Communication& communication,
                                                const history::WriteContext& context);

}  // namespace mainstay::engagement
