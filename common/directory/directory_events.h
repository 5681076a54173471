// The directory as accounts' events make it.
#pragma once

#include "common/events/subscription.h"

namespace mainstay::directory {

// A subscription to accounts that keeps the directory; a service adds its own handlers for other
// types of payload. For those that the directory needs too, see KeepDirectory.
events::Subscription DirectorySubscription();

// Takes in one of accounts' events, of any type: what a service's own handler for an account's
// event calls first.
absl::Status KeepDirectory(pg::Tx& tx, const events::v1::Event& event);

}  // namespace mainstay::directory
