#include "common/api/resource_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/api/uuid.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

constexpr size_t kMaxUserId = 128;

// Text a person can have as an id: no control characters.
bool IsUserId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxUserId &&
         std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern,
                                                   std::string_view field) {
  const std::vector<std::string> segments = absl::StrSplit(name, '/');
  const std::vector<std::string> expected = absl::StrSplit(pattern, '/');
  std::vector<std::string> variables;
  bool good = segments.size() == expected.size();
  for (size_t i = 0; good && i < segments.size(); ++i) {
    const bool uuid = expected[i] == "*";
    const bool user = expected[i] == "~";
    good = uuid ? IsUuid(segments[i]) : user ? IsUserId(segments[i]) : segments[i] == expected[i];
    if (uuid || user) variables.push_back(segments[i]);
  }
  if (good) return variables;
  return status::BadField(
      field, absl::StrCat("must look like ",
                          absl::StrReplaceAll(pattern, {{"*", "{uuid}"}, {"~", "{user}"}})));
}

}  // namespace mainstay::api
