#include "services/feedback/categories/category_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {

std::string CategoryName(std::string_view code) { return absl::StrCat("caseCategories/", code); }

absl::StatusOr<std::string> ParseCategoryName(const std::string& name, std::string_view field) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, "caseCategories/~", field));
  if (!IsCategoryCode(parts[0])) {
    return status::BadField(field, absl::StrCat("its last part ", kCategoryCodeRule));
  }
  return parts[0];
}

absl::StatusOr<Category> FromProto(const v1::CaseCategory& message) {
  Category category;
  category.display_name = message.display_name();
  category.display_name_zh = message.display_name_zh();
  ASSIGN_OR_RETURN(category.suggested_kind,
                   api::EnumToText(message.suggested_kind(), "CASE_KIND_", "suggested_kind"));
  ASSIGN_OR_RETURN(
      category.suggested_severity,
      api::EnumToText(message.suggested_severity(), "CASE_SEVERITY_", "suggested_severity"));
  return category;
}

v1::CaseCategory ToProto(const Category& category) {
  v1::CaseCategory message;
  message.set_name(CategoryName(category.code));
  message.set_code(category.code);
  message.set_parent(std::string(ParentCode(category.code)));
  message.set_display_name(category.display_name);
  message.set_display_name_zh(category.display_name_zh);
  message.set_suggested_kind(api::TextToEnum<v1::CaseKind>(category.suggested_kind, "CASE_KIND_"));
  message.set_suggested_severity(
      api::TextToEnum<v1::CaseSeverity>(category.suggested_severity, "CASE_SEVERITY_"));
  message.set_state(api::TextToEnum<v1::CaseCategoryState>(category.state, "CASE_CATEGORY_STATE_"));
  message.set_tree_version(category.tree_version);
  message.set_etag(api::EtagOf(category.version));
  *message.mutable_create_time() = api::TimeToProto(category.create_time);
  *message.mutable_update_time() = api::TimeToProto(category.update_time);
  return message;
}

}  // namespace mainstay::feedback
