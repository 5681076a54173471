#include "services/engagement/communications/snippet.h"

#include <algorithm>

#include "common/text/fold.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {
namespace {

// Folding moves everything, so the body is folded in steps that remember where they began. What is
// looked for is found to the step.
constexpr size_t kStep = 16;    // characters
constexpr size_t kBefore = 24;  // characters of the body before the step

// The byte at which the step with the first of `words` begins; npos when none is there.
size_t Find(std::string_view body, const std::vector<std::string>& words) {
  size_t longest = 0;
  for (const std::string& word : words) longest = std::max(longest, word.size());
  struct Step {
    size_t folded, begin;
  };
  std::vector<Step> steps;
  std::string folded;
  for (size_t begin = 0; begin < body.size();) {
    const std::string_view step = FirstCharacters(body.substr(begin), kStep);
    const size_t known = folded.size();
    steps.push_back({known, begin});
    folded += text::Fold(step);
    begin += step.size();
    // A word may have begun in a step before.
    const size_t from = known > longest ? known - longest : 0;
    size_t found = std::string::npos;
    for (const std::string& word : words) found = std::min(found, folded.find(word, from));
    if (found == std::string::npos) continue;
    const auto after =
        std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.folded > found; });
    return (after - 1)->begin;
  }
  return std::string::npos;
}

}  // namespace

std::string SnippetOf(std::string_view body, const std::vector<std::string>& words) {
  size_t begin = Find(body, words);
  if (begin == std::string::npos) begin = 0;
  for (size_t before = 0; begin > 0 && before < kBefore; ++before) {
    do {
      --begin;
    } while (begin > 0 && (static_cast<unsigned char>(body[begin]) & 0xc0) == 0x80);
  }
  return InOneLine(FirstCharacters(body.substr(begin), 4 * kSnippet), kSnippet);
}

}  // namespace mainstay::engagement
