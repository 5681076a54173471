#include "tools/mainstayctl/suggest.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/distance.h"

namespace mainstay::ctl {

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  constexpr size_t kFar = 3;
  size_t best = kFar;
  std::string meant;
  for (const std::string& one : known) {
    const bool begins = word.size() > 1 && absl::StartsWith(one, word);
    const size_t distance = begins ? 0 : text::EditDistance(word, one);
    if (distance >= best || (!begins && distance >= word.size())) continue;
    best = distance;
    meant = one;
  }
  return meant.empty() ? "" : absl::StrCat("; did you mean ", meant, "?");
}

}  // namespace mainstay::ctl
