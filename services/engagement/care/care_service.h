// CareService.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

// What `deps` points to must outlive the router.
void RegisterCareService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
