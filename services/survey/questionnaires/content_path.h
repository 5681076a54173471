// Where something stands in a content, as a path in JSON. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace mainstay::survey {

inline std::string SectionPath(size_t section) {
  return absl::StrCat("content.sections[", section, "]");
}
inline std::string QuestionPath(size_t section, size_t question) {
  return absl::StrCat(SectionPath(section), ".questions[", question, "]");
}

}  // namespace mainstay::survey
