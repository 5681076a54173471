// mainstay.feedback.v1.CategoryService.
#pragma once

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

void RegisterCategoryService(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
