// WorkingCalendarService: the company's working calendars, and counting with them.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

void RegisterWorkingCalendarService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
