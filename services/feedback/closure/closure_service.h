// ClosureService.
#pragma once

#include "common/config/config.h"
#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Registers every method of the service.
void RegisterClosureService(rpc::Router& router, const Deps& deps);

// Declares the flags of how cases are closed; `settings` must outlive the parser's Parse. The key
// is not one of them.
void DeclareClosure(config::Parser& parser, ClosureSettings* settings);

}  // namespace mainstay::feedback
