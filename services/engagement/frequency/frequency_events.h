// The facts that missed contacts publish.
#pragma once

#include <string>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/frequency/frequency.h"

namespace mainstay::engagement {

// `ladder` climbed to the step that it is on.
events::OutboxEvent ContactMissedEvent(const ContactLadder& ladder, const std::string& owner,
                                       const history::WriteContext& context);
// `ladder` begins anew; it had climbed to `step`.
events::OutboxEvent ContactResumedEvent(const ContactLadder& ladder, int step,
                                        const history::WriteContext& context);

}  // namespace mainstay::engagement
