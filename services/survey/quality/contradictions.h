// Contradictory KANO pairs: who likes it both ways, or dislikes it both ways, has not understood
// the question or not read it.
#pragma once

#include <string>
#include <vector>

#include "services/survey/questionnaires/answer.h"

namespace mainstay::survey {

// Keys of the pairs that are questionable (Q of the evaluation table), in the order of keys.
// Reverse answers (R) contradict the questionnaire, not themselves.
std::vector<std::string> ContradictoryPairs(const Answers& answers);

}  // namespace mainstay::survey
