// The questions that a rule asks, as people read them in cases and tasks. Domain code: no SQL, no
// proto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/survey/expression/expression.h"
#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/form.h"

namespace mainstay::survey {

struct AskedQuestion {
  std::string question;  // its text in one line, at most 300 characters; of a matrix with the row
  std::string answer;    // "3 (0–10)", an option's text; empty: not told
};

// Those that the condition asks, in its order, each once and at most 10, in `language` ("zh",
// "en"); facts are none. Answers are told of scales, numbers, KANO pairs and options, never
// anybody's own words. With `confidential` none is: that the rule holds is all that may be known,
// and not by how much. What a question quotes of other answers is left out.
std::vector<AskedQuestion> QuestionsAsked(const Condition& condition, const Form& form,
                                          const Answers& answers, const std::string& language,
                                          bool confidential);

// One line of them, "3 (0–10): How likely …? · …"; empty without any.
std::string InOneLine(const std::vector<AskedQuestion>& asked);

}  // namespace mainstay::survey
