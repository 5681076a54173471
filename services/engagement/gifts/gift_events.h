// The facts that the gift register publishes: identifiers only, nothing of what gifts are worth.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/gifts/gift.h"
#include "services/engagement/gifts/gift_limit.h"

namespace mainstay::engagement {

events::OutboxEvent GiftRegisteredEvent(const Gift& gift, const history::WriteContext& context);
// What made `after` of `before`: a verb, or an update with these changes.
events::OutboxEvent GiftChangedEvent(const Gift& before, const Gift& after,
                                     const std::vector<history::Change>& changes,
                                     const history::WriteContext& context);
// Of no account.
events::OutboxEvent GiftLimitChangedEvent(const GiftLimit& limit,
                                          const history::WriteContext& context);

}  // namespace mainstay::engagement
