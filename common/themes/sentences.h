// The sentence around a place in a text, to show what a theme stands on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mainstay::themes {

// Characters of the longest sentence shown; a longer one is cut to the clauses around the place.
inline constexpr size_t kMaxSentenceCharacters = 120;

// Bytes [begin, end) of a text.
struct Span {
  uint32_t begin = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// Not thread-safe; a finder a thread.
class SentenceFinder {
 public:
  SentenceFinder();
  ~SentenceFinder();

  // The sentence of `utf8` that holds `place`, without white space at its ends. It ends where ICU's
  // sentence rules say, and at ; ！ ？ ~ … and line ends, which people use for it. One longer than
  // kMaxSentenceCharacters is cut to whole clauses around the place (, 、 : and spaces end them),
  // and one clause longer than that to as many characters. `place` must lie in `utf8`, be shorter
  // than kMaxSentenceCharacters and neither begin nor end within a character.
  Span Around(std::string_view utf8, Span place);

 private:
  struct Iterator;
  std::unique_ptr<Iterator> iterator_;
};

// Whether no mark that ends a clause or sentence (，、：; and those of Around but spaces) and no
// line end stands between two places of `utf8`.
bool InOneClause(std::string_view utf8, Span a, Span b);

// The bytes of `span` as valid UTF-8: what is not becomes U+FFFD.
std::string SpanText(std::string_view utf8, Span span);

}  // namespace mainstay::themes
