// The facts that cases publish: identifiers only, nothing of what was said.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_entry_store.h"

namespace mainstay::feedback {

events::OutboxEvent CaseOpenedEvent(const Case& c, const history::WriteContext& context);
// `changes` gives the names of the fields; their values stay here.
events::OutboxEvent CaseChangedEvent(const Case& c, const std::vector<history::Change>& changes,
                                     const history::WriteContext& context);
events::OutboxEvent CaseAssignedEvent(const Case& before, const Case& after,
                                      const history::WriteContext& context);
events::OutboxEvent CaseStateChangedEvent(const Case& before, const Case& after,
                                          const history::WriteContext& context);
events::OutboxEvent CaseEntryAddedEvent(const Case& before, const Case& after,
                                        const CaseEntry& entry,
                                        const history::WriteContext& context);

}  // namespace mainstay::feedback
