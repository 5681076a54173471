#include "services/engagement/calendar_feed/visit_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "absl/strings/str_replace.h"

namespace mainstay::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Time At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, std::string(text), &time, &error)) << error;
  return time;
}

FeedVisit Visit(std::string_view start, const std::string& zone = "Asia/Shanghai") {
  FeedVisit visit{.id = "0190c7a0-0000-7000-8000-000000000001",
                  .version = 3,
                  .account_display_name = "华东汽车; Ltd, A",
                  .kind = "return_visit",
                  .state = "confirmed",
                  .time_zone = zone,
                  .place = "上海市\n3号楼"};
  visit.start = At(start);
  visit.end = visit.start + absl::Hours(1);
  visit.create_time = At("2026-01-01T00:00:00Z");
  visit.update_time = At("2026-01-02T03:04:05.6Z");
  return visit;
}

// Unfolded, with plain line ends.
std::string Text(const std::vector<FeedVisit>& visits) {
  return absl::StrReplaceAll(FeedText(visits), {{"\r\n ", ""}, {"\r\n", "\n"}});
}

TEST(VisitFeedTest, TellsAVisitInItsOwnTimeZone) {
  const std::string text = Text({Visit("2026-12-01T09:00:00+08:00")});
  for (const char* line :
       {"BEGIN:VCALENDAR\nVERSION:2.0\n", "UID:0190c7a0-0000-7000-8000-000000000001@mainstay\n",
        "SEQUENCE:3\n", "DTSTAMP:20260102T030405Z\n", "CREATED:20260101T000000Z\n",
        "LAST-MODIFIED:20260102T030405Z\n", "DTSTART;TZID=Asia/Shanghai:20261201T090000\n",
        "DTEND;TZID=Asia/Shanghai:20261201T100000\n", "STATUS:CONFIRMED\n",
        "SUMMARY:华东汽车\\; Ltd\\, A\n", "LOCATION:上海市\\n3号楼\n", "CATEGORIES:return_visit\n",
        "BEGIN:VTIMEZONE\nTZID:Asia/Shanghai\nBEGIN:STANDARD\nDTSTART:19910915T020000\n"
        "TZOFFSETFROM:+0900\nTZOFFSETTO:+0800\nTZNAME:CST\nEND:STANDARD\nEND:VTIMEZONE\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(VisitFeedTest, CoversTheClockChangesThatVisitsNeed) {
  const std::string text = Text({Visit("2026-03-01T09:00:00+01:00", "Europe/Berlin"),
                                 Visit("2026-07-01T09:00:00+02:00", "Europe/Berlin")});
  EXPECT_THAT(text, HasSubstr("BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\n"
                              "TZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD\n"
                              "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\n"
                              "TZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT\nEND:VTIMEZONE\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Berlin:20260301T090000\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Berlin:20260701T090000\n"));
}

TEST(VisitFeedTest, AnHourThatClocksShowTwiceIsToldApart) {
  // Clocks go back at 01:00 UTC.
  const std::string text = Text({Visit("2026-10-25T00:30:00Z", "Europe/Berlin"),
                                 Visit("2026-10-25T01:30:00Z", "Europe/Berlin")});
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Berlin:20261025T023000\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART:20261025T013000Z\n"));
}

TEST(VisitFeedTest, UtcNeedsNoZone) {
  const std::string text = Text({Visit("2026-10-25T00:30:00Z", "UTC")});
  EXPECT_THAT(text, HasSubstr("DTSTART:20261025T003000Z\n"));
  EXPECT_THAT(text, Not(HasSubstr("VTIMEZONE")));
}

TEST(VisitFeedTest, TellsTheState) {
  FeedVisit visit = Visit("2026-12-01T09:00:00+08:00");
  visit.state = "cancelled";
  visit.place.clear();
  const std::string text = Text({visit});
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\n"));
  EXPECT_THAT(text, Not(HasSubstr("LOCATION")));
  visit.state = "planned";
  EXPECT_THAT(Text({visit}), HasSubstr("STATUS:TENTATIVE\n"));
}

TEST(VisitFeedTest, LinesAreFoldedBetweenCharacters) {
  FeedVisit visit = Visit("2026-12-01T09:00:00+08:00");
  for (int i = 0; i < 40; ++i) visit.place += "人民大道";
  const std::string text = FeedText({visit});
  EXPECT_THAT(Text({visit}), HasSubstr(absl::StrReplaceAll(visit.place, {{"\n", "\\n"}})));
  size_t longest = 0, from = 0;
  for (size_t end; (end = text.find("\r\n", from)) != text.npos; from = end + 2) {
    longest = std::max(longest, end - from);
    EXPECT_NE(static_cast<unsigned char>(text[std::min(end + 3, text.size() - 1)]) & 0xC0, 0x80);
  }
  EXPECT_LE(longest, 75U);
}

TEST(VisitFeedTest, WithoutVisitsItIsAnEmptyCalendar) {
  EXPECT_THAT(Text({}), HasSubstr("END:VCALENDAR"));
  EXPECT_THAT(Text({}), Not(HasSubstr("VEVENT")));
}

}  // namespace
}  // namespace mainstay::engagement
