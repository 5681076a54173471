// What steps have to say about every write of a case.
#pragma once

#include "common/calendar_replica/working_times.h"
#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Refuses to resolve cases of which required steps are left, and names them. Gives cases that are
// opened, sorted into another category or opened again the steps of the templates; keeps steps with
// the assignee, and with what became of the case. `calendars` must outlive it.
CaseSequel StepSequel(calendar_replica::WorkingTimes& calendars);

}  // namespace mainstay::feedback
