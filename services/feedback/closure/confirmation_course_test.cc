#include "services/feedback/closure/confirmation_course.h"

#include <gmock/gmock.h>

namespace mainstay::feedback {
namespace {

using ::testing::HasSubstr;

// Monday to Friday, without Tuesday the 6th of October 2026.
calendar::WorkingTime Working() {
  calendar::WorkingCalendar hours{.time_zone = "Asia/Shanghai", .weekly = {}, .special_days = {}};
  for (int day = 0; day < 5; ++day) hours.weekly[day] = {{540, 1080}};
  hours.special_days.push_back({.date = absl::CivilDay(2026, 10, 6), .name = "holiday"});
  return *calendar::WorkingTime::Compile(hours);
}

absl::Time At(int day, int hour) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &zone));
  return absl::FromCivil(absl::CivilSecond(2026, 10, day, hour, 30, 0), zone);
}

TEST(ConfirmationCourseTest, CountsWorkingDaysFromTheStepBefore) {
  ClosureSettings settings;
  settings.first_reminder_days = 2;
  settings.second_reminder_days = 1;
  settings.time_out_days = 3;
  // Friday the 2nd.
  ConfirmationCourse course{.case_id = "1",
                            .resolution = {0, At(2, 15)},
                            .first_reminder_time = {},
                            .second_reminder_time = {},
                            .next_time = At(2, 15)};
  EXPECT_EQ(RemindersOf(course), 0);
  EXPECT_EQ(NextStepTime(course, settings, Working()), At(7, 15)) << "Monday, then Wednesday";
  course.first_reminder_time = At(7, 16);
  EXPECT_EQ(RemindersOf(course), 1);
  EXPECT_EQ(NextStepTime(course, settings, Working()), At(8, 16));
  course.second_reminder_time = At(8, 17);
  EXPECT_EQ(RemindersOf(course), 2);
  EXPECT_EQ(NextStepTime(course, settings, Working()), At(13, 17));
}

TEST(ConfirmationCourseTest, AResolutionOnADayOffCountsToo) {
  ClosureSettings settings;
  settings.first_reminder_days = 1;
  const ConfirmationCourse course{.case_id = "1",
                                  .resolution = {0, At(3, 23)},  // Saturday
                                  .first_reminder_time = {},
                                  .second_reminder_time = {},
                                  .next_time = At(3, 23)};
  EXPECT_EQ(NextStepTime(course, settings, Working()), At(5, 23));
}

TEST(ConfirmationCourseTest, TellsWhoWasRemindedWhen) {
  EXPECT_THAT(ReminderText(2), HasSubstr("2 of 2"));
  EXPECT_THAT(ReminderText(2), HasSubstr("已请我方人员提醒"));
  const ConfirmationCourse course{.case_id = "1",
                                  .resolution = {0, At(2, 15)},
                                  .first_reminder_time = At(7, 16),
                                  .second_reminder_time = At(8, 17),
                                  .next_time = At(8, 17)};
  EXPECT_THAT(TimeOutText(course), HasSubstr("our people were asked to remind"));
  EXPECT_THAT(TimeOutText(course), HasSubstr("请我方人员提醒"));
  EXPECT_THAT(TimeOutText(course), HasSubstr("2026-10-07T08:30:00+00:00 and 2026-10-08T09:30"));
}

}  // namespace
}  // namespace mainstay::feedback
