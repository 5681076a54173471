#include "services/survey/quality/contradictions.h"

#include "services/survey/analysis/kano.h"

namespace mainstay::survey {

std::vector<std::string> ContradictoryPairs(const Answers& answers) {
  std::vector<std::string> pairs;
  for (const auto& [key, answer] : answers) {
    if (answer.functional && answer.dysfunctional &&
        Evaluate(*answer.functional, *answer.dysfunctional) == KanoCategory::kQuestionable) {
      pairs.push_back(key);
    }
  }
  return pairs;
}

}  // namespace mainstay::survey
