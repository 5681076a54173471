// Cases that responses to surveys ask for.
#pragma once

#include "common/events/subscription.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Adds to a subscription to survey: opens each case that a rule asked for, under the id that survey
// gave it. What can be mended is: a category that is not in use is left out, a long subject is cut.
// INVALID_ARGUMENT, and so a dead letter, for what cannot be: a name that is none. `deps` must
// outlive the subscription.
void TakeSurveyCases(events::Subscription& subscription, const Deps& deps);

}  // namespace mainstay::feedback
