#include "services/feedback/closure/confirmation_course_store.h"

#include <pqxx/result>

#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kBegin{"confirmation_course_begin", R"sql(
INSERT INTO confirmation_courses (case_id, reopen_count, resolve_time, next_time)
SELECT case_id, reopen_count, resolve_time, next_time
FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[])
  g (case_id, reopen_count, resolve_time, next_time)
ON CONFLICT (case_id) DO UPDATE SET reopen_count = excluded.reopen_count,
  resolve_time = excluded.resolve_time, next_time = excluded.next_time,
  first_reminder_time = NULL, second_reminder_time = NULL
)sql"};
constexpr pg::Statement kEnd{"confirmation_course_end",
                             "DELETE FROM confirmation_courses WHERE case_id = ANY($1::uuid[])"};
constexpr pg::Statement kUpdate{"confirmation_course_update", R"sql(
UPDATE confirmation_courses
SET first_reminder_time = $2, second_reminder_time = $3, next_time = $4 WHERE case_id = $1
)sql"};
constexpr pg::Statement kPutOff{"confirmation_course_put_off",
                                "UPDATE confirmation_courses SET next_time = $2 "
                                "WHERE case_id = $1 AND next_time < $2"};
constexpr pg::Statement kDue{"confirmation_course_due", R"sql(
SELECT coalesce(d.survivor_id, c.account_id), due.case_id
FROM (SELECT case_id FROM confirmation_courses WHERE next_time <= $1
      ORDER BY next_time, case_id LIMIT $2) due
JOIN cases c USING (case_id) LEFT JOIN account_directory d USING (account_id)
ORDER BY due.case_id
)sql"};
constexpr pg::Statement kRead{"confirmation_course_read", R"sql(
SELECT case_id, reopen_count, resolve_time, first_reminder_time, second_reminder_time, next_time
FROM confirmation_courses WHERE case_id = $1
)sql"};

ConfirmationCourse FromRow(const pqxx::row& row) {
  return {.case_id = row[0].c_str(),
          .resolution = {row[1].as<int>(), pg::ParseTime(row[2].c_str())},
          .first_reminder_time = pg::TimeOf(row[3]),
          .second_reminder_time = pg::TimeOf(row[4]),
          .next_time = pg::ParseTime(row[5].c_str())};
}

}  // namespace

void BeginCourses(pg::Tx& tx, const std::vector<ConfirmationCourse>& courses) {
  std::vector<std::string> ids;
  std::vector<int64_t> reopen_counts;
  std::vector<pg::Param> resolve_times, next_times;
  for (const ConfirmationCourse& course : courses) {
    ids.push_back(course.case_id);
    reopen_counts.push_back(course.resolution.reopen_count);
    resolve_times.push_back(pg::ToParam(course.resolution.resolve_time));
    next_times.push_back(pg::ToParam(course.next_time));
  }
  tx.Run(kBegin, ids, reopen_counts, resolve_times, next_times);
}

void EndCourses(pg::Tx& tx, const std::vector<std::string>& case_ids) { tx.Run(kEnd, case_ids); }

void UpdateCourse(pg::Tx& tx, const ConfirmationCourse& course) {
  tx.Run(kUpdate, course.case_id, course.first_reminder_time, course.second_reminder_time,
         course.next_time);
}

void PutOffCourse(pg::Tx& tx, const std::string& case_id, absl::Time until) {
  tx.Run(kPutOff, case_id, until);
}

std::vector<DueCourse> DueCourses(pg::Tx& tx, absl::Time now, int limit) {
  std::vector<DueCourse> due;
  for (const auto& row : tx.Run(kDue, now, limit)) {
    due.push_back({row[0].c_str(), row[1].c_str()});
  }
  return due;
}

std::optional<ConfirmationCourse> ReadCourse(pg::Tx& tx, const std::string& case_id) {
  const pqxx::result rows = tx.Run(kRead, case_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace mainstay::feedback
