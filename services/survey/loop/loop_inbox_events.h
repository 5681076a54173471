// What became of what firings asked for, and of closed cases, as feedback and engagement tell.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::survey {

// Adds to a subscription to feedback: firings know of their cases, and whoever came with a case
// that was closed is invited to the running follow-up campaign that was launched last before, once
// a case; any case, not those of surveys alone.
void TakeCases(events::Subscription& subscription);

// Adds to a subscription to engagement: firings know of their tasks.
void TakeTaskOutcomes(events::Subscription& subscription);

}  // namespace mainstay::survey
