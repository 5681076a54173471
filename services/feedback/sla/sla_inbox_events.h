// Other areas' events that clocks are planned by.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::feedback {

// Adds to a subscription to accounts that keeps the directory: what changes an account's tier, or
// which account a case is seen under, has its open clocks planned anew.
void ReplanByAccounts(events::Subscription& subscription);

// Adds to a subscription to engagement that keeps the calendars: another version has the open
// clocks that count by it planned anew, and those before it are kept.
void ReplanByCalendars(events::Subscription& subscription);

}  // namespace mainstay::feedback
