// How a resolved case goes on while nobody of the customer says whether it is solved: a reminder,
// another one, then it is closed. Domain code.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/feedback/closure/closure_settings.h"
#include "services/feedback/closure/confirmation_link.h"

namespace mainstay::feedback {

struct ConfirmationCourse {
  std::string case_id;
  Resolution resolution;
  std::optional<absl::Time> first_reminder_time;
  std::optional<absl::Time> second_reminder_time;
  absl::Time next_time;  // when to look again
};

// Reminders given, 0 to 2.
int RemindersOf(const ConfirmationCourse& course);

// When the next step is due: so many working days after the one before, at the same time of day.
// Worked out anew whenever it is looked at, so that a calendar that changed counts. Nothing when
// the calendar has no such day.
std::optional<absl::Time> NextStepTime(const ConfirmationCourse& course,
                                       const ClosureSettings& settings,
                                       const calendar::WorkingTime& working);

// What the timeline says of the reminder just given, and of closing without an answer.
std::string ReminderText(int reminder);
std::string TimeOutText(const ConfirmationCourse& course);

}  // namespace mainstay::feedback
