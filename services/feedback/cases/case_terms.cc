#include "services/feedback/cases/case_terms.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMaxCategoryCode = 100;
constexpr size_t kMaxCategoryDepth = 6;

bool IsCodePart(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

}  // namespace

std::optional<size_t> RankOf(std::string_view term, absl::Span<const std::string_view> terms) {
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i] == term) return i;
  }
  return std::nullopt;
}

bool IsCategoryCode(std::string_view text) {
  if (text.empty() || text.size() > kMaxCategoryCode) return false;
  size_t depth = 0;
  for (const std::string_view part : absl::StrSplit(text, '.')) {
    if (++depth > kMaxCategoryDepth || !IsCodePart(part)) return false;
  }
  return true;
}

bool IsWithinCategory(std::string_view code, std::string_view branch) {
  return absl::StartsWith(code, branch) &&
         (code.size() == branch.size() || code[branch.size()] == '.');
}

}  // namespace mainstay::feedback
