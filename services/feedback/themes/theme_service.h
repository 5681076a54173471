// ThemeService: what many cases say.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterThemeService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
