#include "services/feedback/constraint_errors.h"

namespace mainstay::feedback {

// None yet that a caller could violate.
const pg::ConstraintErrors& FeedbackConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors;
  return errors;
}

}  // namespace mainstay::feedback
