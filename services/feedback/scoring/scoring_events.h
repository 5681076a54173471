// The facts that scoring publishes.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/scoring/ranking.h"
#include "services/feedback/scoring/scoring_set.h"

namespace mainstay::feedback {

events::OutboxEvent CriteriaSetChangedEvent(const ScoringSet& set,
                                            const history::WriteContext& context);
events::OutboxEvent RequirementsRankedEvent(const Ranking& ranking,
                                            const history::WriteContext& context);

}  // namespace mainstay::feedback
