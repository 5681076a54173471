// Which words and phrases of a corpus can be themes, what they are and how they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/themes/corpus.h"
#include "common/themes/phrases.h"

namespace mainstay::themes {

// What a term does: a statement says something about something, the others only half of it.
enum class TermKind : uint8_t {
  kStatement,   // 隔音差, 没有热水 (two words and more, or one denied noun), rude staff
  kEvaluation,  // 恶劣, 不好, dirty: how, but not what
  kName,        // 前台服务, hot water: what, but not how; several words
  kWord,        // 前台: the same of one word
};

// A word or phrase that can be a theme.
struct Term {
  uint32_t phrase = 0;  // index into Phrases::all()
  TermKind kind = TermKind::kWord;
  // How much it says, to be multiplied with counts when themes are ordered: log2(1 + words), as
  // in C-value (K. Frantzi, S. Ananiadou, H. Mima, Automatic recognition of multi-word terms,
  // Int. J. Digital Libraries 3, 2000) but not 0 for one word, times a weight of the kind:
  // statements 1, evaluations 1/3, or 1/10 for one Chinese character, names 2/5, words 1/10.
  double weight = 0;
};

struct TermRules {
  // Words in more than this share of the counted texts are no theme of their own, nor do they begin
  // or end one, but as the subject of a statement of two words (房间小): with all texts about a
  // hotel "hotel" tells nothing. Only from `common_from` counted texts on.
  double common_share = 0.4;
  int64_t common_from = 50;
};

// The terms among `phrases`, of which `counted` texts were counted, in the order of
// Phrases::all(). Not terms are single Chinese characters (but evaluations), measures without a
// noun, phrases that are not coherent or say a word twice in a row, and clauses: of more than eight
// Chinese characters, or that tell who cannot or will not do what (财务不能入账), whose end is a
// term by itself.
std::vector<Term> FindTerms(const Corpus& corpus, const Phrases& phrases, int64_t counted,
                            const TermRules& rules);

// Whether a phrase says something good and nothing bad: 交通方便, 房间大, 不错; not 噪音大, 清洁差.
bool IsPraise(const Corpus& corpus, const Phrase& phrase);

// The words as they are read: Chinese without spaces, English in its most frequent form.
std::string ShownTerm(const Corpus& corpus, const Phrase& phrase);
// The words as they are compared, with spaces between: the same in every period and group.
std::string TermKey(const Corpus& corpus, const Phrase& phrase);

// How often a term occurs in one text.
struct TermCount {
  uint32_t term = 0;  // index into the terms
  int64_t occurrences = 0;
  int64_t own = 0;   // of them, those outside of longer terms
  size_t first = 0;  // position of the first
};

// Counts the terms of one text after another.
class TermCounter {
 public:
  // All three must outlive it.
  TermCounter(const Corpus& corpus, const Phrases& phrases, const std::vector<Term>& terms);

  // The terms of `text` in their order.
  std::vector<TermCount> Count(size_t text) const;

 private:
  uint32_t TermAt(size_t words, size_t position) const;

  const Corpus& corpus_;
  const Phrases& phrases_;
  std::vector<uint32_t> term_of_;  // of a phrase; Phrases::kNone when it is none
};

}  // namespace mainstay::themes
