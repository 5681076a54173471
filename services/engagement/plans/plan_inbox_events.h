// What accounts' events do to plans.
#pragma once

#include "common/events/subscription.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

// Adds to the subscription to accounts what keeps plans in step: an account is planned anew when
// its tier or its owner changed, when it was merged or a merge was taken back (both accounts), and
// after an order where rules ask for it. The directory is kept first (directory_events.h), where
// the event is one of its own.
//
// To plan an account anew is to do so in every draft that it belongs to or has items in: those that
// nobody has edited or left out go, and what the rules ask for now comes, the earliest first, as
// far as the plan has room (Deps::max_plan_items): its history tells how much had not. Approved
// plans stay: their visits are people's to move.
//
// Of `deps` the calendars and limits, as they are now.
void TakePlanEvents(events::Subscription& subscription, const Deps& deps);

}  // namespace mainstay::engagement
