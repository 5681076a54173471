// Between categories and messages.
#pragma once

#include <mainstay/feedback/v1/category_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/feedback/categories/category.h"

namespace mainstay::feedback {

// "caseCategories/product.defect".
std::string CategoryName(std::string_view code);
// The code in such a name; a violation of `field` for what is none.
absl::StatusOr<std::string> ParseCategoryName(const std::string& name, std::string_view field);

// The fields that people may set; enum numbers that do not exist are violations of their fields.
absl::StatusOr<Category> FromProto(const v1::CaseCategory& message);
v1::CaseCategory ToProto(const Category& category);

}  // namespace mainstay::feedback
