// What is published of a visit: each version has one event.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {

events::OutboxEvent VisitPlannedEvent(const Visit& visit, const history::WriteContext& context);
events::OutboxEvent VisitRecordedEvent(const Visit& visit, const history::WriteContext& context);
events::OutboxEvent VisitChangedEvent(const Visit& visit,
                                      const std::vector<history::Change>& changes,
                                      const history::WriteContext& context);
events::OutboxEvent VisitStateChangedEvent(const Visit& before, const Visit& after,
                                           const history::WriteContext& context);

}  // namespace mainstay::engagement
