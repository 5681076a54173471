#include "services/survey/responses/answer_problems.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {

absl::Status ProblemsStatus(const std::vector<AnswerProblem>& problems) {
  if (problems.empty()) return absl::OkStatus();
  std::vector<status::FieldViolation> violations;
  for (const AnswerProblem& problem : problems) {
    violations.push_back({absl::StrCat("answers.", problem.question,
                                       problem.row.empty() ? "" : absl::StrCat(".", problem.row)),
                          problem.message.In("en")});
  }
  return status::BadFields(std::move(violations));
}

}  // namespace mainstay::survey
