// The facts that gatherings publish: identifiers only.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/gatherings/gathering.h"
#include "services/engagement/gatherings/invitation.h"

namespace mainstay::engagement {

// Of no account.
events::OutboxEvent GatheringPlannedEvent(const Gathering& gathering,
                                          const history::WriteContext& context);
// What made `after` of `before`: a verb, or an update with these changes.
events::OutboxEvent GatheringChangedEvent(const Gathering& before, const Gathering& after,
                                          const std::vector<history::Change>& changes,
                                          const history::WriteContext& context);

events::OutboxEvent InvitationMadeEvent(const Invitation& invitation,
                                        const history::WriteContext& context);
events::OutboxEvent InvitationChangedEvent(const Invitation& invitation,
                                           const std::vector<history::Change>& changes,
                                           const history::WriteContext& context);

}  // namespace mainstay::engagement
