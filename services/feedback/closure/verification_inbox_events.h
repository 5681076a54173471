// What visits found of closed cases, as engagement tells.
#pragma once

#include "common/events/subscription.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Adds to a subscription to engagement: what a visit found solved is noted on the case's timeline;
// what it did not opens the case again if the closing that it is about still stands, and is noted
// otherwise. `deps` must outlive the subscription.
void TakeVerifications(events::Subscription& subscription, const Deps& deps);

}  // namespace mainstay::feedback
