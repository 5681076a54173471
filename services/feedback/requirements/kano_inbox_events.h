// What KANO studies find of requirements, as survey tells.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::feedback {

// Adds to a subscription to survey: a requirement has the class that the newest study found, with
// the study and the number of answers as its source, whatever stood there by hand: its history
// keeps that. A study that found no class changes nothing. One of a requirement that was merged is
// of its survivor; one of no requirement of ours is nothing.
void TakeKanoResults(events::Subscription& subscription);

}  // namespace mainstay::feedback
