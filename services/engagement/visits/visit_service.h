// VisitService and VisitFormService: planning, making and recording visits.
#pragma once

#include "common/rpc/router.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

void RegisterVisitService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::engagement
