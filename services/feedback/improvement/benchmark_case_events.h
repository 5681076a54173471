// The facts that benchmark cases publish.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/improvement/benchmark_case.h"

namespace mainstay::feedback {

events::OutboxEvent BenchmarkCaseCreatedEvent(const BenchmarkCase& benchmark,
                                              const history::WriteContext& context);
events::OutboxEvent BenchmarkCaseChangedEvent(const BenchmarkCase& benchmark,
                                              const std::vector<history::Change>& changes,
                                              const history::WriteContext& context);

}  // namespace mainstay::feedback
