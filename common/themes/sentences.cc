#include "common/themes/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

namespace mainstay::themes {
namespace {

enum class Mark : uint8_t { kNone, kSpace, kClause, kSentence, kLine };

Mark MarkOf(UChar32 c) {
  constexpr std::u32string_view kSentenceEnds = U"。！？!?；;~～…";
  constexpr std::u32string_view kClauseEnds = U"，,、：:";
  const auto point = static_cast<char32_t>(c);
  if (kSentenceEnds.find(point) != std::u32string_view::npos) return Mark::kSentence;
  if (kClauseEnds.find(point) != std::u32string_view::npos) return Mark::kClause;
  if (c == '\n' || c == '\r') return Mark::kLine;
  return c >= 0 && u_isUWhiteSpace(c) ? Mark::kSpace : Mark::kNone;
}

struct Character {
  uint32_t begin = 0;
  Mark mark = Mark::kNone;
};

// The characters of `utf8` within `span`; bytes that are not UTF-8 are characters too.
std::vector<Character> CharactersOf(std::string_view utf8, Span span) {
  std::vector<Character> characters;
  for (auto at = static_cast<int32_t>(span.begin); at < static_cast<int32_t>(span.end);) {
    const auto begin = static_cast<uint32_t>(at);
    UChar32 c;
    U8_NEXT(utf8.data(), at, static_cast<int32_t>(span.end), c);
    characters.push_back({.begin = begin, .mark = MarkOf(c)});
  }
  return characters;
}

// A range of characters that grows around a place until marks of at least `least` on both sides;
// those on its right belong to it.
class Range {
 public:
  Range(const std::vector<Character>& characters, size_t begin, size_t end)
      : characters_(&characters), begin_(begin), end_(end) {}

  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  size_t size() const { return end_ - begin_; }

  void Grow(Mark least) {
    while (begin_ > 0 && (*characters_)[begin_ - 1].mark < least) --begin_;
    while (end_ < characters_->size() && (end_ == 0 || (*characters_)[end_ - 1].mark < least))
      ++end_;
  }
  // Takes in the next clause on the left or on the right; false when it is at both ends.
  bool GrowLeft() {
    if (begin_ == 0) return false;
    do {
      --begin_;
    } while (begin_ > 0 && (*characters_)[begin_ - 1].mark < Mark::kSpace);
    return true;
  }
  bool GrowRight() {
    if (end_ == characters_->size()) return false;
    do {
      ++end_;
    } while (end_ < characters_->size() && (*characters_)[end_ - 1].mark < Mark::kSpace);
    return true;
  }
  void Trim() {
    const auto space = [&](size_t i) {
      return (*characters_)[i].mark == Mark::kSpace || (*characters_)[i].mark == Mark::kLine;
    };
    while (begin_ < end_ && (space(begin_) || (*characters_)[begin_].mark == Mark::kSentence)) {
      ++begin_;
    }
    while (end_ > begin_ && space(end_ - 1)) --end_;
  }

 private:
  const std::vector<Character>* characters_;
  size_t begin_, end_;
};

// The clauses around a place, while they are short enough together; the place, if its own is not.
Range Clauses(const std::vector<Character>& characters, const Range& place) {
  Range clauses = place;
  clauses.Grow(Mark::kSpace);
  if (clauses.size() > kMaxSentenceCharacters) {
    const size_t around =
        (kMaxSentenceCharacters - std::min(place.size(), kMaxSentenceCharacters)) / 2;
    return Range(characters,
                 std::max(clauses.begin(), place.begin() - std::min(place.begin(), around)),
                 std::min(clauses.end(), place.end() + around));
  }
  for (bool left = true, right = true; left || right;) {
    Range wider = clauses;
    right = right && wider.GrowRight() && wider.size() <= kMaxSentenceCharacters;
    if (right) clauses = wider;
    wider = clauses;
    left = left && wider.GrowLeft() && wider.size() <= kMaxSentenceCharacters;
    if (left) clauses = wider;
  }
  return clauses;
}

}  // namespace

struct SentenceFinder::Iterator {
  std::unique_ptr<icu::BreakIterator> sentences;
};

SentenceFinder::SentenceFinder() : iterator_(std::make_unique<Iterator>()) {
  UErrorCode error = U_ZERO_ERROR;
  iterator_->sentences.reset(icu::BreakIterator::createSentenceInstance(icu::Locale("zh"), error));
}

SentenceFinder::~SentenceFinder() = default;

Span SentenceFinder::Around(std::string_view utf8, Span place) {
  Span sentence{0, static_cast<uint32_t>(utf8.size())};
  UErrorCode error = U_ZERO_ERROR;
  UText* text = utext_openUTF8(nullptr, utf8.data(), static_cast<int64_t>(utf8.size()), &error);
  if (U_SUCCESS(error) && iterator_->sentences != nullptr) {
    iterator_->sentences->setText(text, error);
    const int32_t end = iterator_->sentences->following(static_cast<int32_t>(place.end) - 1);
    const int32_t begin = iterator_->sentences->preceding(static_cast<int32_t>(place.begin) + 1);
    if (end != icu::BreakIterator::DONE) sentence.end = static_cast<uint32_t>(end);
    if (begin != icu::BreakIterator::DONE) sentence.begin = static_cast<uint32_t>(begin);
  }
  utext_close(text);

  const std::vector<Character> characters = CharactersOf(utf8, sentence);
  const auto index = [&](uint32_t byte) {
    const auto at = std::partition_point(characters.begin(), characters.end(),
                                         [&](const Character& c) { return c.begin < byte; });
    return static_cast<size_t>(at - characters.begin());
  };
  const Range term(characters, index(place.begin), index(place.end));
  Range range = term;
  range.Grow(Mark::kSentence);
  if (range.size() > kMaxSentenceCharacters) range = Clauses(characters, term);
  range.Trim();
  const auto byte = [&](size_t i) {
    return i < characters.size() ? characters[i].begin : sentence.end;
  };
  return {byte(range.begin()), byte(range.end())};
}

bool InOneClause(std::string_view utf8, Span a, Span b) {
  const Span between{std::min(a.end, b.end), std::max(a.begin, b.begin)};
  if (between.begin >= between.end) return true;  // they overlap or touch
  const std::vector<Character> characters = CharactersOf(utf8, between);
  return std::none_of(characters.begin(), characters.end(),
                      [](const Character& c) { return c.mark >= Mark::kClause; });
}

std::string SpanText(std::string_view utf8, Span span) {
  std::string text;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data() + span.begin, static_cast<int32_t>(span.end - span.begin)))
      .toUTF8String(text);
  return text;
}

}  // namespace mainstay::themes
