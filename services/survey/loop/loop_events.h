// The facts that loop rules publish. Every firing has one, of its own aggregate; so has every
// version of a rule.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/loop/loop_firing.h"
#include "services/survey/loop/loop_rule.h"

namespace mainstay::survey {

// `changes` gives the names of the fields; none of a new rule.
events::OutboxEvent LoopRuleChangedEvent(const LoopRule& rule,
                                         const std::vector<history::Change>& changes,
                                         const history::WriteContext& context);

// What a firing asks for: of feedback a case with the firing's own id, of engagement a task.
// `confidential`: it tells of the account, and of neither the response nor who gave it.
events::OutboxEvent LoopFiredEvent(const LoopRule& rule, const LoopFiring& firing,
                                   absl::Time answered, bool confidential,
                                   const history::WriteContext& context);

}  // namespace mainstay::survey
