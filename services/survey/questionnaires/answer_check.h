// Whether one answer fits its question. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// What is wrong with the answer to a question that is shown; `answer` may be none.
void CheckAnswer(const Question& question, const Answer* answer,
                 std::vector<AnswerProblem>& problems);

// The answer as it is stored: only what is of its question's kind, in the question's order.
Answer Tidied(const Question& question, const Answer& answer);

}  // namespace mainstay::survey
