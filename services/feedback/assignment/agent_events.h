// The facts that agents publish.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/assignment/agent.h"

namespace mainstay::feedback {

events::OutboxEvent AgentCreatedEvent(const Agent& agent, const history::WriteContext& context);
events::OutboxEvent AgentChangedEvent(const Agent& agent,
                                      const std::vector<history::Change>& changes,
                                      const history::WriteContext& context);

}  // namespace mainstay::feedback
