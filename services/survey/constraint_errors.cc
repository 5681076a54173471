#include "services/survey/constraint_errors.h"

namespace mainstay::survey {

const pg::ConstraintErrors& SurveyConstraintErrors() {
  static const auto& errors = *new pg::ConstraintErrors{};
  return errors;
}

}  // namespace mainstay::survey
