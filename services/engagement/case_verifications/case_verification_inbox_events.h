// Which cases are to be verified, as feedback tells.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::engagement {

// Adds to a subscription to feedback: a case that is closed is to be verified, until it is opened
// again.
void TakeCaseVerifications(events::Subscription& subscription);

}  // namespace mainstay::engagement
