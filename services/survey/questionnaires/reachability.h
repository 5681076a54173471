// Which parts of a form somebody can come to. For this folder only.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "services/survey/questionnaires/form.h"

namespace mainstay::survey {

struct Reachability {
  std::vector<size_t> sections;                      // whose condition never holds
  std::vector<std::pair<size_t, size_t>> questions;  // {section, question}, the same
  bool nothing_asked = false;  // there are respondents of whom nothing would be asked
};

// Proven by the finite values that conditions tell apart (expression/satisfiability.h), with what
// is known of answers: there is one only to a question that was shown, and always one to a required
// question that was. `form` must have passed the checks of references.
Reachability FindUnreachable(const Form& form);

}  // namespace mainstay::survey
