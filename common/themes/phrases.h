// Words that belong together: runs of two to four words that people write as one thing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/themes/corpus.h"

namespace mainstay::themes {

// Words of the longest phrase.
inline constexpr size_t kMaxPhraseWords = 4;

// A run of words that occurs in enough texts; a single word is one too.
struct Phrase {
  std::vector<uint32_t> words;
  uint32_t prefix = 0,
           suffix = 0;      // the phrases without the last and the first word; of two or more
  int64_t occurrences = 0;  // in the texts that were counted
  int64_t texts = 0;        // of them, those that have it
  bool coherent = false;    // its words belong together and it is no piece of a longer run
};

class Phrases {
 public:
  static constexpr uint32_t kNone = 0xffffffff;

  // The phrases of at least `min_texts` of the texts with `counted` set. Coherent are those of
  // several words for which
  // - however it is cut in two, the parts meet more often than chance makes them: G² of the two by
  //   two table of occurrences (significance.h) at least 3.84 (p < 0.05), and
  // - it stands free on both sides: the entropy of the words before it, and of those after it, is
  //   at least 0.5 nats, each edge of a clause counting as a word of its own. "服务员态" is always
  //   followed by 度, so it is a piece.
  static Phrases Find(const Corpus& corpus, const std::vector<bool>& counted, int64_t min_texts);

  const std::vector<Phrase>& all() const { return phrases_; }
  // The phrase of `words` words (1 to kMaxPhraseWords) that begins at `position`; kNone when that
  // is none. In texts that were not counted too.
  uint32_t At(size_t words, size_t position) const { return at_[words - 1][position]; }

 private:
  void CountWords(const Corpus& corpus, const std::vector<bool>& counted, int64_t min_texts);
  void CountRuns(const Corpus& corpus, const std::vector<bool>& counted, int64_t min_texts,
                 size_t words);
  void Prune(std::vector<Phrase> counted, int64_t min_texts, size_t words);
  bool Meet(const Phrase& phrase, uint32_t left, uint32_t right) const;
  void MarkCoherent(const Corpus& corpus, const std::vector<bool>& counted);

  std::vector<Phrase> phrases_;
  int64_t counted_positions_ = 0;
  std::array<std::vector<uint32_t>, kMaxPhraseWords> at_;
};

}  // namespace mainstay::themes
