// The facts that service policies publish.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

events::OutboxEvent SlaPolicyCreatedEvent(const SlaPolicy& policy,
                                          const history::WriteContext& context);
// Also of one that came into force or went out of it.
events::OutboxEvent SlaPolicyChangedEvent(const SlaPolicy& policy,
                                          const std::vector<history::Change>& changes,
                                          const history::WriteContext& context);

}  // namespace mainstay::feedback
