// The clocks' part in every write of cases.
#pragma once

#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Opens the clocks of new cases and takes in what writes do to them: met, undone, paused,
// withdrawn, planned anew. What is to be told of it is told by ClockWatch, within its interval.
CaseSequel SlaSequel();

}  // namespace mainstay::feedback
