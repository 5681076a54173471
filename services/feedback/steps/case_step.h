// The steps of a case (处理步骤) and how they come and go. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/feedback/steps/step_template.h"

namespace mainstay::feedback {

struct CaseStep {
  std::string id;          // bare UUID
  std::string case_id;     // bare UUID
  std::string account_id;  // that its case is seen under
  std::string template_id;
  int64_t version = 1;  // counts its writes, from 1
  std::string title;
  std::string department;
  std::string owner_role;
  std::string owner;  // user id, or empty
  int due_minutes = 0;
  std::string calendar;
  bool required = true;
  int order = 0;
  std::string state = "waiting";         // "waiting", "open", "in_progress"; "done", "skipped";
                                         // "cancelled"
  std::optional<absl::Time> ready_time;  // there is one once it could begin
  std::optional<absl::Time> due_time;    // likewise
  std::optional<absl::Time> start_time;
  std::optional<absl::Time> close_time;  // there is one when it is done or skipped
  std::string closer;                    // user id; likewise
  std::string note;
  std::vector<std::string> evidence_uris;
  int task_count = 0;        // tasks that were asked for
  bool task_wanted = false;  // the last of them still is
  int64_t task_version = 0;  // facts that told of them
  absl::Time create_time;
  absl::Time update_time;
};

// Waiting, open or in progress.
bool IsUnfinished(const CaseStep& step);
// Not finished though its time has passed, or finished after that.
bool IsLate(const CaseStep& step, absl::Time now);

//   waiting → open → :start → in_progress → :complete → done
//   open → :complete → done    waiting, open, in_progress → :skip → skipped, :assign → as before
// FAILED_PRECONDITION with reason WRONG_STATE names the states that allow a verb; INVALID_ARGUMENT
// the field of its request.
absl::Status AssignStep(CaseStep& step, const std::string& owner);
absl::Status StartStep(CaseStep& step, absl::Time now);
absl::Status CompleteStep(CaseStep& step, const std::string& note,
                          const std::vector<std::string>& evidence_uris, const std::string& actor,
                          absl::Time now);
absl::Status SkipStep(CaseStep& step, const std::string& reason, const std::string& actor,
                      absl::Time now);

// What of a case its steps depend on.
struct CaseOfSteps {
  std::string id;
  std::string account_id;
  bool ended = false;           // closed or withdrawn: nothing is left to do
  std::string assignee;         // user id, or empty
  std::string account_manager;  // likewise
};

// The instant with so much working time of the calendar between `from` and it.
using AddWorkingTime =
    std::function<absl::Time(const std::string& calendar, absl::Time from, int minutes)>;

// Brings the steps of a case in line with what became of it, and of them:
//  - with `applying` given, those of its templates that are not there are added, those that were
//    cancelled come back, and those that nobody has begun and no template asks for are cancelled;
//  - when the case has ended what is not finished is cancelled, and comes back when it goes on;
//  - the assignee's are the present assignee's;
//  - a step is open once every step of its template with a lower order is finished; then its time
//    runs from `now`.
// New steps have neither id nor times.
void Settle(const CaseOfSteps& c, const std::vector<StepTemplate>* applying, absl::Time now,
            const AddWorkingTime& add, std::vector<CaseStep>& steps);

// Every field whose changes are kept.
absl::Span<const history::Field<CaseStep>> CaseStepFields();

}  // namespace mainstay::feedback
