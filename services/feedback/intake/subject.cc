// What a case is about, of its facts.
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "common/text/rules.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMaxSubject = 60;  // characters
constexpr size_t kMinClauses = 8;   // characters: fewer say too little when more is there
constexpr std::string_view kMore = "…";

constexpr std::string_view kSentenceEnds[] = {"。", "！", "？", "；", "!", "?", ";", "…", "~"};
constexpr std::string_view kClauseEnds[] = {"，", "、", "：", ",", ":", " "};

template <size_t n>
size_t EndAt(std::string_view text, const std::string_view (&ends)[n]) {
  for (const std::string_view end : ends) {
    if (absl::StartsWith(text, end)) return end.size();
  }
  return 0;
}

// A full stop ends a sentence before a space or at the end: 3.5 does not.
bool IsFullStop(std::string_view rest) {
  return rest[0] == '.' && (rest.size() == 1 || rest[1] == ' ' || (rest[1] & 0x80) != 0);
}

size_t CharacterAt(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

}  // namespace

std::string SubjectOf(std::string_view facts) {
  // Enough for what is looked for; control characters become spaces.
  const std::string start = text::Acceptable(facts, 4 * kMaxSubject);
  size_t clauses = 0;  // bytes up to the last end of a clause
  size_t characters = 0;
  for (size_t i = 0; i < start.size();) {
    const std::string_view rest = std::string_view(start).substr(i);
    const bool sentence = EndAt(rest, kSentenceEnds) > 0 || IsFullStop(rest);
    if (sentence && characters >= kMinClauses) return text::Trim(start.substr(0, i));
    if (characters + 1 >= kMaxSubject && text::Characters(rest) > 1) {
      // One character is for the mark of more.
      const size_t end = clauses > 0 ? clauses : i;
      return text::Trim(start.substr(0, end)) + std::string(kMore);
    }
    if (EndAt(rest, kClauseEnds) > 0 && characters >= kMaxSubject / 3) clauses = i;
    i += CharacterAt(rest);
    ++characters;
  }
  return start;
}

}  // namespace mainstay::feedback
