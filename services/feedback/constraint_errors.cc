#include "services/feedback/constraint_errors.h"

#include "common/status/status.h"

namespace mainstay::feedback {

const pg::ConstraintErrors& FeedbackConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{
      {"agents_user_key",
       status::Error(absl::StatusCode::kAlreadyExists, "AGENT_EXISTS",
                     "user: is an agent already; UpdateAgent changes their skills, capacity and "
                     "absences")},
      {"benchmark_cases_case_key",
       status::Error(absl::StatusCode::kAlreadyExists, "BENCHMARK_CASE_EXISTS",
                     "benchmark_case.case: is a benchmark case already, perhaps a retired one; "
                     "UpdateBenchmarkCase changes it")},
  };
  return errors;
}

}  // namespace mainstay::feedback
