// The operators' RPCs over a service's backlog of events.
#pragma once

#include <string>

#include "common/api/page.h"
#include "common/rpc/router.h"

namespace mainstay::events {

// Registers ListDeadLetters, ReplayDeadLetter and DiscardDeadLetter of the proto service
// "mainstay.<service>.v1.EventAdminService", which the service declares with the messages of
// mainstay/events/v1/dead_letter.proto. `tokens` must outlive the router.
void RegisterEventAdmin(rpc::Router& router, const std::string& service,
                        const api::PageTokens* tokens);

}  // namespace mainstay::events
