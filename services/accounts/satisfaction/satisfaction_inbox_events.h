// How satisfied accounts are, as survey tells.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::accounts {

// Adds to a subscription to survey: the card of an account shows what was measured last.
void TakeSatisfaction(events::Subscription& subscription);

}  // namespace mainstay::accounts
