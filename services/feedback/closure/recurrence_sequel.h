// Links cases to what they repeat.
#pragma once

#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Gives a case that repeats a closed one its recurrence_of, when it is opened or sorted anew, and
// by rule opens the closed one again. `deps` must outlive the sequel.
CaseSequel RecurrenceSequel(const Deps& deps);

}  // namespace mainstay::feedback
