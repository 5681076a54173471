// The facts that improvement actions publish.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/improvement/improvement_action.h"

namespace mainstay::feedback {

events::OutboxEvent ImprovementActionCreatedEvent(const ImprovementAction& action,
                                                  const history::WriteContext& context);
// Of a write that changed the state, that; of others, which fields.
events::OutboxEvent ImprovementActionChangeEvent(const ImprovementAction& before,
                                                 const ImprovementAction& after,
                                                 const std::vector<history::Change>& changes,
                                                 const history::WriteContext& context);

}  // namespace mainstay::feedback
