// ResponseExportService: responses as files.
#pragma once

#include "common/rpc/router.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

void RegisterResponseExportService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::survey
