// Words that somebody does not want among themes: the company's own name, what every text has.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/themes/words.h"

namespace mainstay::themes {

class StopWords {
 public:
  // Each is cut as texts are: one of several words stops where they stand in a row.
  explicit StopWords(absl::Span<const std::string> words);

  // Makes what is stopped in `text` the end of phrases.
  void Stop(std::vector<Word>& text) const;

 private:
  absl::flat_hash_map<std::string, std::vector<std::vector<std::string>>> runs_;  // by first word
};

}  // namespace mainstay::themes
