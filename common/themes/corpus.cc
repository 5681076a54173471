#include "common/themes/corpus.h"

namespace mainstay::themes {

Corpus::Corpus() : starts_({0}), vocabulary_(1, {.word_class = WordClass::kBreak}) {}

void Corpus::Add(const std::vector<Word>& text) {
  for (const Word& word : text) {
    uint32_t number = kBreak;
    if (word.word_class != WordClass::kBreak) {
      const auto next = static_cast<uint32_t>(vocabulary_.size());
      const auto [entry, inserted] = numbers_.try_emplace(word.text, next);
      if (inserted) vocabulary_.push_back({.text = word.text, .word_class = word.word_class});
      number = entry->second;
      Entry& known = vocabulary_[number];
      ++(word.shown.empty() ? known.plain : known.other[word.shown]);
    }
    words_.push_back(number);
    begins_.push_back(word.begin);
    ends_.push_back(word.end);
  }
  words_.push_back(kBreak);
  begins_.push_back(0);
  ends_.push_back(0);
  starts_.push_back(words_.size());
}

const std::string& Corpus::Shown(uint32_t word) const {
  const Entry& entry = vocabulary_[word];
  const std::string* shown = &entry.text;
  int64_t most = entry.plain;
  for (const auto& [text, times] : entry.other) {
    if (times > most || (times == most && text < *shown)) shown = &text, most = times;
  }
  return *shown;
}

}  // namespace mainstay::themes
