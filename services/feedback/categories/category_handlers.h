// The parts of CategoryService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kCategoryService = "mainstay.feedback.v1.CategoryService/";

void RegisterCategoryReads(rpc::Router& router, const Deps& deps);
void RegisterCategoryWrites(rpc::Router& router);

}  // namespace mainstay::feedback
