#include "services/survey/quality/duplicates.h"

#include <set>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace mainstay::survey {
namespace {

constexpr double kMostCoincidences = 0.05;  // E

// Collects single answers, each as "key" "value", in an order that does not depend on how they
// came.
class Collector {
 public:
  void Take(const std::string& key, const Answer& answer) {
    if (answer.number) TakeScore(key, absl::StrCat(*answer.number));
    for (const auto& [row, place] : answer.rows)
      TakeScore(absl::StrCat(key, ".", row), absl::StrCat(place));
    if (answer.functional && answer.dysfunctional) {
      TakeScore(key, absl::StrCat(*answer.functional, "/", *answer.dysfunctional));
    }
    if (answer.date) TakeWords(key, absl::FormatCivilTime(*answer.date));
    if (!answer.choices.empty()) {
      std::string choices;
      for (const std::string& choice : answer.choices) absl::StrAppend(&choices, choice, ",");
      TakeWords(key, choices);
    }
    if (!answer.text.empty()) TakeWords(key, answer.text);
  }

  std::optional<int64_t> Fingerprint() const {
    const bool in_line = !others_ && scores_.size() < 2;
    if (answers_ < kLeastAnswersAlike || in_line) return std::nullopt;
    return static_cast<int64_t>(hash_);
  }

 private:
  void TakeScore(const std::string& key, const std::string& score) {
    scores_.insert(score);
    Hash(key, score);
  }
  void TakeWords(const std::string& key, const std::string& words) {
    others_ = true;
    Hash(key, words);
  }
  void Hash(std::string_view key, std::string_view value) {
    ++answers_;
    // Lengths, so that no two lists of answers read alike.
    for (const char c : absl::StrCat(key.size(), ":", key, value.size(), ":", value)) {
      hash_ = (hash_ ^ static_cast<uint8_t>(c)) * 0x100000001b3;
    }
  }

  uint64_t hash_ = 0xcbf29ce484222325;
  int answers_ = 0;
  std::set<std::string> scores_;
  bool others_ = false;  // answers that are no scores
};

}  // namespace

bool RepeatsAreSuspicious(const Coincidences& others) {
  if (others.responses < 2) return true;
  return 2 * static_cast<double>(others.repeated) <
         kMostCoincidences * static_cast<double>(others.responses - 1);
}

std::optional<int64_t> FingerprintOf(const Answers& answers) {
  Collector collector;
  for (const auto& [key, answer] : answers) collector.Take(key, answer);
  return collector.Fingerprint();
}

}  // namespace mainstay::survey
