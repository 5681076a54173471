// CalendarFeedService: a person's visits for their calendar program.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

void RegisterCalendarFeedService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
