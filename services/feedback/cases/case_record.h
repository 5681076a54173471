// A case that ran its course elsewhere (补录): before this suite was used, or on paper.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// What happened to it until now; as the fields of Case of the same names.
struct CaseCourse {
  std::string state;
  std::optional<absl::Time> acknowledge_time;
  std::optional<absl::Time> first_answer_time;
  std::string resolution;
  std::optional<absl::Time> resolve_time;
  std::optional<absl::Time> close_time;
  std::string closure;
  std::string confirmed_by;
};

// Brings a completed new case to where `course` leaves it. INVALID_ARGUMENT names the fields of the
// course that its state must have and has not, or must not have and has, and times that are out of
// order: received, acknowledged, answered, resolved, closed, `now`. That the confirming contact is
// of the case's account is the caller's to check.
absl::Status Record(Case& c, const CaseCourse& course, absl::Time now);

}  // namespace mainstay::feedback
