// The facts that customer care publishes.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/care/care.h"

namespace mainstay::engagement {

// Of no account.
events::OutboxEvent CareRuleChangedEvent(const CareRule& rule,
                                         const history::WriteContext& context);

}  // namespace mainstay::engagement
