#include "services/engagement/calendar/ical_days.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using calendar::DayKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A file with these events' lines, ended by CRLF as the format wants.
std::string File(const std::vector<std::string>& events) {
  std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n";
  for (const std::string& event : events) {
    absl::StrAppend(&text, "BEGIN:VEVENT\n", event, "\nEND:VEVENT\n");
  }
  absl::StrAppend(&text, "END:VCALENDAR\n");
  return absl::StrReplaceAll(text, {{"\n", "\r\n"}});
}

std::vector<std::string> Told(const IncomingDays& incoming) {
  std::vector<std::string> told;
  for (size_t i = 0; i < incoming.days.size(); ++i) {
    const auto& day = incoming.days[i];
    told.push_back(absl::StrCat(incoming.places[i], " ", absl::FormatCivilTime(day.date),
                                day.kind == DayKind::kWorkday ? " works " : " off ", day.name));
  }
  return told;
}

std::vector<std::string> BadFields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status))
    fields.push_back(violation.field);
  return fields;
}

TEST(IcalDaysTest, ReadsAllDayEventsOfOneOrSeveralDays) {
  const auto days = ParseIcalDays(absl::StrCat(
      "\xef\xbb\xbf",
      File({"DTSTART;VALUE=DATE:20260216\nDTEND;VALUE=DATE:20260218\nSUMMARY:春节\\, 除夕",
            "DTSTART;VALUE=DATE:20280229\nSUMMARY:Leap day"})));
  ASSERT_EQ(days.status(), absl::OkStatus());
  EXPECT_THAT(Told(*days),
              ElementsAre("line 4 2026-02-16 off 春节, 除夕", "line 4 2026-02-17 off 春节, 除夕",
                          "line 9 2028-02-29 off Leap day"));
}

TEST(IcalDaysTest, TellsWorkdaysFromHolidays) {
  const auto days = ParseIcalDays(
      File({"DTSTART;VALUE=DATE:20260214\nSUMMARY:春节（班）",
            "DTSTART;VALUE=DATE:20260215\nSUMMARY:春节（休）",
            "DTSTART;VALUE=DATE:20260228\nSUMMARY:春节调休上班",
            "DTSTART;VALUE=DATE:20260509\nSUMMARY:Make-up Workday (Labour Day)",
            "DTSTART;VALUE=DATE:20260920\nSUMMARY:国庆节\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
            "DTSTART;VALUE=DATE:20261001\nSUMMARY:补班?\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
            "DTSTART;VALUE=DATE:20261010\nSUMMARY:国庆节 班",
            "DTSTART;VALUE=DATE:20261102\nSUMMARY:Special non-working day",
            "DTSTART;VALUE=DATE:20261103\nSUMMARY:不上班"}));
  ASSERT_EQ(days.status(), absl::OkStatus());
  std::string kinds;
  for (const auto& day : days->days) kinds += day.kind == DayKind::kWorkday ? 'w' : 'h';
  EXPECT_EQ(kinds, "whwwwhwhh");
}

TEST(IcalDaysTest, CancelledEventsTakeDaysAway) {
  const auto days = ParseIcalDays(
      File({"DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260103\nSTATUS:CANCELLED"}));
  ASSERT_EQ(days.status(), absl::OkStatus());
  EXPECT_THAT(days->days, IsEmpty());
  EXPECT_THAT(days->cancelled, ElementsAre(absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 1, 2)));
}

TEST(IcalDaysTest, NamesTheLinesOfWhatItCannotTake) {
  const auto refused = ParseIcalDays(File(
      {"DTSTART:20260101T090000Z\nSUMMARY:A meeting",
       "DTSTART;VALUE=DATE:20260101\nSUMMARY:New Year\nRRULE:FREQ=YEARLY",
       "DTSTART;VALUE=DATE:20260101",
       "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270101\nSUMMARY:A year", "SUMMARY:No date",
       "DTSTART;VALUE=DATE:20260501\nSUMMARY:One", "DTSTART;VALUE=DATE:20260501\nSUMMARY:Two"}));
  EXPECT_THAT(BadFields(refused.status()),
              ElementsAre("line 4", "line 8", "line 13, SUMMARY", "line 16", "line 21", "line 28"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("must not recur"));
}

TEST(IcalDaysTest, RefusesWhatIsNoFile) {
  for (const char* text : {"", "date,kind,name,name_en\n", "BEGIN:VEVENT\nEND:VEVENT\n"}) {
    EXPECT_THAT(BadFields(ParseIcalDays(text).status()), ElementsAre("text")) << text;
  }
  EXPECT_THAT(BadFields(ParseIcalDays(File({})).status()), ElementsAre("text"));
  EXPECT_FALSE(ParseIcalDays(std::string("BEGIN:VCALENDAR\0END:VCALENDAR", 29)).ok());
}

}  // namespace
}  // namespace mainstay::engagement
