// Writes of steps with all that belongs to them: rows, change histories, facts, tasks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/calendar_replica/working_times.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/feedback/steps/case_step.h"

namespace mainstay::feedback {

// The steps of one case, as they were read and as they are to be; new ones stand behind the others.
struct StepsWrite {
  CaseOfSteps c;
  int64_t case_number = 0;
  std::vector<CaseStep> before;
  std::vector<CaseStep> after;
};

// Compiles the calendars of `writes` and of the templates once each.
absl::StatusOr<AddWorkingTime> Counter(pg::Tx& tx, calendar_replica::WorkingTimes& calendars,
                                       const std::vector<std::string>& names);

// Writes what is different, in a few statements for all: `action` is on record of the steps that
// `chosen` names (an id), "follow" of those that changed with it; "create" of new ones.
void RecordSteps(pg::Tx& tx, std::vector<StepsWrite>& writes, const std::string& action,
                 const std::string& chosen, const history::WriteContext& context);

}  // namespace mainstay::feedback
