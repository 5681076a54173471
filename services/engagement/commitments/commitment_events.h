// The facts that the commitment ledger publishes: identifiers only, nothing of what was promised.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/commitments/commitment.h"

namespace mainstay::engagement {

events::OutboxEvent CommitmentMadeEvent(const Commitment& commitment,
                                        const history::WriteContext& context);
// `changes` gives the names of the fields; their values stay here.
events::OutboxEvent CommitmentChangedEvent(const Commitment& commitment,
                                           const std::vector<history::Change>& changes,
                                           const history::WriteContext& context);
// What a verb did: renegotiated, or brought into another state.
events::OutboxEvent CommitmentMovedEvent(const Commitment& before, const Commitment& after,
                                         const history::WriteContext& context);

}  // namespace mainstay::engagement
