// What is published of a cadence rule: each version has one event.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

events::OutboxEvent CadenceRuleCreatedEvent(const CadenceRule& rule,
                                            const history::WriteContext& context);
events::OutboxEvent CadenceRuleChangedEvent(const CadenceRule& rule,
                                            const std::vector<history::Change>& changes,
                                            const history::WriteContext& context);
events::OutboxEvent CadenceRuleDeletedEvent(const CadenceRule& rule,
                                            const history::WriteContext& context);
events::OutboxEvent CadenceRuleUndeletedEvent(const CadenceRule& rule,
                                              const history::WriteContext& context);

}  // namespace mainstay::engagement
