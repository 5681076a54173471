#include "services/feedback/categories/category.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/status/status.h"
#include "common/text/distance.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kActive[] = {"active"};
constexpr std::string_view kRetired[] = {"retired"};

template <std::string Category::*member>
constexpr history::Field<Category> Text(std::string_view name) {
  return {name, [](const Category& c) { return c.*member; },
          [](Category& c, std::string_view value) { c.*member = std::string(value); }};
}

// The first kWritten of them are what people change by Update.
constexpr history::Field<Category> kFields[] = {
    Text<&Category::display_name>("display_name"),
    Text<&Category::display_name_zh>("display_name_zh"),
    Text<&Category::suggested_kind>("suggested_kind"),
    Text<&Category::suggested_severity>("suggested_severity"),
    Text<&Category::state>("state"),
};
constexpr size_t kWritten = 4;

std::string_view LastPart(std::string_view code) {
  return code.substr(code.rfind('.') + 1);  // npos + 1 is 0
}

}  // namespace

std::string_view ParentCode(std::string_view code) {
  const size_t dot = code.rfind('.');
  return dot == code.npos ? "" : code.substr(0, dot);
}

void Complete(Category& category) {
  category.display_name = text::Trim(category.display_name);
  category.display_name_zh = text::Trim(category.display_name_zh);
}

absl::Status Validate(const Category& category) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", category.display_name, 0, 100, text::Lines::kOne, violations);
  text::CheckText("display_name_zh", category.display_name_zh, 0, 100, text::Lines::kOne,
                  violations);
  if (category.display_name.empty() && category.display_name_zh.empty()) {
    violations.push_back({"display_name", "say what it is called, here or in display_name_zh"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Retire(Category& category) {
  RETURN_IF_ERROR(status::CheckState("the category", category.state, ":retire", kActive));
  category.state = "retired";
  return absl::OkStatus();
}

absl::Status Restore(Category& category) {
  RETURN_IF_ERROR(status::CheckState("the category", category.state, ":restore", kRetired));
  category.state = "active";
  return absl::OkStatus();
}

std::vector<std::string> NearCodes(std::string_view code, absl::Span<const std::string> codes) {
  constexpr size_t kFew = 3, kMost = 3;
  constexpr size_t kSameEnd = 10, kSamePlace = 20;  // after what is a slip of the pen
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : codes) {
    const size_t distance = text::EditDistance(code, candidate);
    if (distance <= std::min(kFew, code.size() / 3)) {
      near.emplace_back(distance, candidate);
    } else if (LastPart(candidate) == LastPart(code)) {
      near.emplace_back(kSameEnd, candidate);
    } else if (!ParentCode(code).empty() && ParentCode(candidate) == ParentCode(code)) {
      near.emplace_back(kSamePlace + distance, candidate);
    }
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> found;
  for (size_t i = 0; i < near.size() && i < kMost; ++i) found.push_back(near[i].second);
  return found;
}

absl::Span<const history::Field<Category>> CategoryFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Category>> RecordedCategoryFields() { return kFields; }

}  // namespace mainstay::feedback
