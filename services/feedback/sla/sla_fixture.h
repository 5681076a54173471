// Office hours in China, for the tests of clocks: a working day has 450 minutes.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/calendar/china.h"
#include "common/calendar/working_time.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {

// 09:00-12:00 and 13:30-18:00 from Monday to Friday.
inline calendar::WorkingCalendar OfficeHours() {
  calendar::WorkingCalendar hours{.time_zone = "Asia/Shanghai"};
  for (size_t day = 0; day < 5; ++day) hours.weekly[day] = {{540, 720}, {810, 1080}};
  return hours;
}

// With National Day of 2026: from Thursday, 1 October, to Wednesday, 7 October, and Saturday, 10
// October, as make-up workday.
inline calendar::WorkingTime Office() {
  calendar::WorkingCalendar hours = OfficeHours();
  for (int day = 1; day <= 7; ++day) {
    hours.special_days.push_back({.date = absl::CivilDay(2026, 10, day), .name = "国庆节"});
  }
  hours.special_days.push_back(
      {.date = absl::CivilDay(2026, 10, 10), .kind = calendar::DayKind::kWorkday, .name = "补班"});
  return calendar::WorkingTime::Compile(hours).value();
}

// "09-28 17:00" of 2026 in China. 28 September is a Monday.
inline absl::Time At(std::string_view month_to_minute) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", absl::StrCat("2026-", month_to_minute),
                              calendar::ChinaTime(), &time, &error))
      << error;
  return time;
}

// At risk from 80% of the target on.
inline ClockTerms Terms(int minutes) {
  return {.target = absl::Minutes(minutes), .at_risk_after = absl::Minutes(minutes) * 8 / 10};
}

}  // namespace mainstay::feedback
