#include "common/themes/words.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace mainstay::themes {
namespace {

constexpr size_t kHanBytes = 3;  // of the Chinese characters in the lists

// Whether `text` begins with a character of three bytes: Chinese, for our purposes.
bool IsHan(std::string_view text) {
  return text.size() >= kHanBytes && static_cast<unsigned char>(text[0]) >= 0xe3;
}

size_t HanCharacters(std::string_view text) { return IsHan(text) ? text.size() / kHanBytes : 0; }

// A piece between two of ICU's boundaries.
struct Piece {
  std::string text;
  int32_t begin = 0, end = 0;  // units
};

// What is longer is no word but noise, such as base64.
constexpr size_t kMaxWordBytes = 60;
// Pronouns that ICU's dictionary has grown together with what follows: 我在.
constexpr std::string_view kPronouns = "我你您他她";
// Adverbs of one character that ICU's dictionary has grown together with what follows.
constexpr std::string_view kLeading = "很太最更超挺蛮真还都也就并又才再却可较极特够好";
// Verbs' complements that say that it did not work.
constexpr std::string_view kComplements =
    "不着 不了 不到 不开 不起 不上 不下 不出 不清 不动 不完 不好";

bool IsOneOf(std::string_view characters, std::string_view character) {
  const size_t at = characters.find(character);
  return at != std::string_view::npos && at % kHanBytes == 0;
}

WordClass ClassOfPiece(std::string_view text) {
  if (text.empty() || text.size() > kMaxWordBytes || absl::ascii_isdigit(text[0])) {
    return WordClass::kBreak;
  }
  if (text.size() == 1) return text == "a" ? WordClass::kTransparent : WordClass::kBreak;
  // ml, kg, rmb, q3: what is in no list and has one or two letters is a unit or nobody's word.
  if (text.size() == 2 && absl::ascii_isalpha(text[0]) && ClassOf(text) == WordClass::kContent) {
    return IsShortName(text) ? WordClass::kContent : WordClass::kBreak;
  }
  if (IsChineseNumber(text)) return WordClass::kBreak;
  if (text.size() > kHanBytes && IsOneOf(kPronouns, text.substr(0, kHanBytes))) {
    return WordClass::kBreak;
  }
  return ClassOf(text);
}

bool IsAdjective(std::string_view text) {
  const WordClass word_class = ClassOf(text);
  return word_class == WordClass::kEvaluation || word_class == WordClass::kMeasure;
}

bool BeginsWithNegator(std::string_view text) {
  return absl::StartsWith(text, "不") || absl::StartsWith(text, "没");
}

// Characters to cut off the front of a Chinese word that is in no list; 0 for none.
size_t LeadingAdverb(std::string_view text) {
  const std::string_view first = text.substr(0, kHanBytes), rest = text.substr(kHanBytes);
  if (IsOneOf(kLeading, first) &&
      (BeginsWithNegator(rest) || IsAdjective(rest) || IsOneOf("有来去住", rest) ||
       (rest.size() > kHanBytes && LeadingAdverb(rest) > 0))) {
    return 1;
  }
  if (BeginsWithNegator(first)) {
    const std::string_view second = rest.substr(0, kHanBytes);
    if (rest.size() > kHanBytes && IsOneOf("太很够是", second)) return 2;
  }
  return 0;
}

class Pieces {
 public:
  explicit Pieces(const PlainText& plain) : plain_(plain) {}

  void Add(std::string_view text, int32_t begin, int32_t end) {
    if (IsHan(text) && text.size() > kHanBytes && !IsWhole(text) &&
        ClassOf(text) == WordClass::kContent && !IsCompound(text)) {
      if (const size_t adverb = LeadingAdverb(text); adverb > 0) {
        const int32_t middle = begin + static_cast<int32_t>(adverb);
        Append(text.substr(0, adverb * kHanBytes), begin, middle);
        return Add(text.substr(adverb * kHanBytes), middle, end);
      }
      const std::string_view base = text.substr(0, text.size() - kHanBytes);
      const std::string_view last = text.substr(base.size());
      if (last == "了" || last == "的" || (last == "得" && IsAdjective(base))) {
        return Add(base, begin, end - 1);
      }
    }
    Append(text, begin, end);
  }

  std::vector<CutWord> Take() { return std::move(words_); }

 private:
  void Append(std::string_view text, int32_t begin, int32_t end) {
    words_.push_back({.text = std::string(text),
                      .begin = plain_.offsets[static_cast<size_t>(begin)],
                      .end = plain_.offsets[static_cast<size_t>(end)],
                      .word_class = ClassOfPiece(text)});
  }

  const PlainText& plain_;
  std::vector<CutWord> words_;
};

// The longest compound of adjacent pieces from `at` on; 1 piece when there is none.
size_t CompoundPieces(const std::vector<Piece>& pieces, size_t at) {
  std::string joined = pieces[at].text;
  size_t longest = 1;
  if (!IsHan(joined)) return longest;
  for (size_t next = at + 1; next < pieces.size(); ++next) {
    const Piece& piece = pieces[next];
    if (!IsHan(piece.text) || HanCharacters(joined) + HanCharacters(piece.text) >
                                  static_cast<size_t>(kMaxCompoundCharacters)) {
      break;
    }
    joined += piece.text;
    const bool complement =
        next == at + 1 && HanCharacters(pieces[at].text) == 1 && HanCharacters(piece.text) == 2 &&
        absl::StrContains(kComplements, piece.text) &&
        (ClassOf(pieces[at].text) == WordClass::kContent || pieces[at].text == "上");
    if (complement || IsCompound(joined)) longest = next - at + 1;
  }
  return longest;
}

}  // namespace

struct WordCutter::Iterator {
  std::unique_ptr<icu::BreakIterator> words;
};

WordCutter::WordCutter() : iterator_(std::make_unique<Iterator>()) {
  UErrorCode error = U_ZERO_ERROR;
  iterator_->words.reset(icu::BreakIterator::createWordInstance(icu::Locale("zh"), error));
}

WordCutter::~WordCutter() = default;

std::vector<CutWord> WordCutter::Cut(const PlainText& plain) {
  std::vector<Piece> pieces;
  if (iterator_->words == nullptr) return {};  // ICU without its data
  const icu::UnicodeString text(false, plain.units.data(),
                                static_cast<int32_t>(plain.units.size()));
  iterator_->words->setText(text);
  for (int32_t begin = 0, end = iterator_->words->next(); end != icu::BreakIterator::DONE;
       begin = std::exchange(end, iterator_->words->next())) {
    Piece piece{.begin = begin, .end = end};
    const bool word = iterator_->words->getRuleStatus() >= UBRK_WORD_NONE_LIMIT;
    if (word) {
      text.tempSubStringBetween(begin, end).toUTF8String(piece.text);
    } else if (plain.units[static_cast<size_t>(begin)] == u' ') {
      piece.text.push_back(' ');
    }
    pieces.push_back(std::move(piece));
  }
  Pieces cut(plain);
  for (size_t i = 0; i < pieces.size();) {
    if (pieces[i].text == " ") {
      const bool inside = i > 0 && i + 1 < pieces.size();
      if (inside && IsHan(pieces[i - 1].text) && IsHan(pieces[i + 1].text)) {
        cut.Add("", pieces[i].begin, pieces[i].end);
      }
      ++i;
      continue;
    }
    const size_t joined = CompoundPieces(pieces, i);
    std::string whole;
    for (size_t k = i; k < i + joined; ++k) whole += pieces[k].text;
    cut.Add(whole, pieces[i].begin, pieces[i + joined - 1].end);
    i += joined;
  }
  return cut.Take();
}

}  // namespace mainstay::themes
