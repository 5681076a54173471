#include "common/themes/stop_words.h"

#include <utility>

#include "common/themes/plain_text.h"

namespace mainstay::themes {

StopWords::StopWords(absl::Span<const std::string> words) {
  WordCutter cutter;
  for (const std::string& text : words) {
    std::vector<std::string> run;
    for (Word& word : JoinNegators(cutter.Cut(ToPlainText(text)))) {
      if (word.word_class != WordClass::kBreak) run.push_back(std::move(word.text));
    }
    if (!run.empty()) runs_[run[0]].push_back(std::move(run));
  }
}

void StopWords::Stop(std::vector<Word>& text) const {
  if (runs_.empty()) return;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto runs = runs_.find(text[i].text);
    if (runs == runs_.end()) continue;
    for (const std::vector<std::string>& run : runs->second) {
      size_t same = 0;
      while (same < run.size() && i + same < text.size() && text[i + same].text == run[same]) {
        ++same;
      }
      if (same < run.size()) continue;
      for (size_t k = 0; k < run.size(); ++k) {
        text[i + k].text.clear();
        text[i + k].shown.clear();
        text[i + k].word_class = WordClass::kBreak;
      }
      break;
    }
  }
}

}  // namespace mainstay::themes
