#include "tools/mainstayctl/suggest.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mainstay::ctl {
namespace {

// How many letters must be put in, left out or replaced to make `b` of `a` (Levenshtein's
// distance).
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t k = 0; k < b.size(); ++k) {
      const size_t replaced = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  constexpr size_t kFar = 3;
  size_t best = kFar;
  std::string meant;
  for (const std::string& one : known) {
    const bool begins = word.size() > 1 && absl::StartsWith(one, word);
    const size_t distance = begins ? 0 : Distance(word, one);
    if (distance >= best || (!begins && distance >= word.size())) continue;
    best = distance;
    meant = one;
  }
  return meant.empty() ? "" : absl::StrCat("; did you mean ", meant, "?");
}

}  // namespace mainstay::ctl
