// What accounts buy, as accounts tells.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::feedback {

// Adds to a subscription to accounts: net sales are kept for what requirements are worth.
void TakeAccountSales(events::Subscription& subscription);

}  // namespace mainstay::feedback
