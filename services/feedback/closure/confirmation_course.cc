#include "services/feedback/closure/confirmation_course.h"

#include "absl/strings/str_cat.h"
#include "common/history/change.h"

namespace mainstay::feedback {

int RemindersOf(const ConfirmationCourse& course) {
  if (course.second_reminder_time) return 2;
  return course.first_reminder_time ? 1 : 0;
}

std::optional<absl::Time> NextStepTime(const ConfirmationCourse& course,
                                       const ClosureSettings& settings,
                                       const calendar::WorkingTime& working) {
  const absl::Time since = course.second_reminder_time.value_or(
      course.first_reminder_time.value_or(course.resolution.resolve_time));
  const int days[] = {settings.first_reminder_days, settings.second_reminder_days,
                      settings.time_out_days};
  const absl::CivilSecond from = absl::ToCivilSecond(since, working.zone());
  const auto day = working.AddWorkingDays(absl::CivilDay(from), days[RemindersOf(course)]);
  if (!day) return std::nullopt;
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(day->year(), day->month(), day->day(), from.hour(),
                                        from.minute(), from.second()),
                      working.zone());
  return time;
}

std::string ReminderText(int reminder) {
  return absl::StrCat("Reminder ", reminder,
                      " of 2: not confirmed yet, our people are asked to remind (第", reminder,
                      "次：客户尚未确认，已请我方人员提醒)");
}

std::string TimeOutText(const ConfirmationCourse& course) {
  const auto said = [](const std::optional<absl::Time>& time) {
    return time ? history::VerbTime(*time) : std::string();
  };
  return absl::StrCat("No answer after our people were asked to remind at ",
                      said(course.first_reminder_time), " and ", said(course.second_reminder_time),
                      " (两次请我方人员提醒后仍未收到答复，逾期关闭)");
}

}  // namespace mainstay::feedback
