// The words of many texts as numbers, one text behind the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/themes/words.h"

namespace mainstay::themes {

class Corpus {
 public:
  static constexpr uint32_t kBreak = 0;  // number of what is no word; every text ends with one

  Corpus();

  // Takes the words of the next text, numbered from 0.
  void Add(const std::vector<Word>& text);

  size_t texts() const { return starts_.size() - 1; }
  // Positions of all texts; those of `text` are [Start(text), Start(text + 1)).
  size_t positions() const { return words_.size(); }
  size_t Start(size_t text) const { return starts_[text]; }
  uint32_t WordAt(size_t position) const { return words_[position]; }
  // Bytes of the original text.
  uint32_t BeginAt(size_t position) const { return begins_[position]; }
  uint32_t EndAt(size_t position) const { return ends_[position]; }

  // Different words; their numbers are below it, in order of first appearance.
  size_t words() const { return vocabulary_.size(); }
  const std::string& Text(uint32_t word) const { return vocabulary_[word].text; }
  WordClass ClassOf(uint32_t word) const { return vocabulary_[word].word_class; }
  // The most frequent way in which it was written, of equals the first in order of letters.
  const std::string& Shown(uint32_t word) const;

 private:
  struct Entry {
    std::string text;
    WordClass word_class;
    int64_t plain = 0;                                // times written as `text`
    absl::flat_hash_map<std::string, int64_t> other;  // ways it was written otherwise
  };

  std::vector<uint32_t> words_, begins_, ends_;
  std::vector<size_t> starts_;
  std::vector<Entry> vocabulary_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

}  // namespace mainstay::themes
