// What is wrong with answers, as callers of programs are told. Domain code.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "services/survey/questionnaires/flow.h"

namespace mainstay::survey {

// INVALID_ARGUMENT with a violation for each, "answers.service.speed"; OK when there is none.
absl::Status ProblemsStatus(const std::vector<AnswerProblem>& problems);

}  // namespace mainstay::survey
