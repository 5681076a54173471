// The courses of resolved cases in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/feedback/closure/confirmation_course.h"

namespace mainstay::feedback {

// Begins courses, of cases whose rows are locked or new; one that a case had is replaced.
void BeginCourses(pg::Tx& tx, const std::vector<ConfirmationCourse>& courses);
void EndCourses(pg::Tx& tx, const std::vector<std::string>& case_ids);
// Writes the reminders and `next_time`.
void UpdateCourse(pg::Tx& tx, const ConfirmationCourse& course);
// Lets the course of a case that nobody has locked be looked at not before `until`.
void PutOffCourse(pg::Tx& tx, const std::string& case_id, absl::Time until);

// A case to look at, under the account that it is seen under now.
struct DueCourse {
  std::string account_id;
  std::string case_id;
};
// At most `limit` whose time has come, by case, so that whoever locks the cases in this order waits
// for nobody who does the same.
std::vector<DueCourse> DueCourses(pg::Tx& tx, absl::Time now, int limit);

// The course of a case that is locked; nothing when it has none any more.
std::optional<ConfirmationCourse> ReadCourse(pg::Tx& tx, const std::string& case_id);

}  // namespace mainstay::feedback
