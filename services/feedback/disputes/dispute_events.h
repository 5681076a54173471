// The facts that disputes publish: identifiers only, nothing of what was said and given.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/disputes/dispute.h"

namespace mainstay::feedback {

// `changes` gives the names of the fields; their values stay here.
events::OutboxEvent DisputeChangedEvent(const Dispute& dispute,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context);

}  // namespace mainstay::feedback
