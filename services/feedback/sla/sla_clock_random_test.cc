// Random clocks under random calendars against a walk over every minute.
#include <optional>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/calendar/calendar_test_kit.h"
#include "services/feedback/sla/clock_replan.h"
#include "services/feedback/sla/sla_clock.h"
#include "services/feedback/sla/sla_story.h"

namespace mainstay::feedback {
namespace {

using calendar::Random;

void Check(const Story& story, const Counted& counted, int at, const ClockReading& walked) {
  SCOPED_TRACE(at);
  ExpectWalked(Read(story.terms(), story.facts(), counted.working, counted.every.At(at)), walked,
               counted.every.At(story.last()));
}

void CheckSometimes(Random& random, const Story& story, const Counted& counted) {
  for (int i = 0; i < 4; ++i) {
    const int at = story.start() + random.To(story.last() - story.start());
    const ClockReading walked = story.Walk(counted.every, at);
    Check(story, counted, at, walked);
    if (::testing::Test::HasFatalFailure()) return;
    // And on both sides of the instant at which it is due.
    if (i > 0 || !walked.due_time) continue;
    const int due = static_cast<int>((*walked.due_time - counted.every.At(0)) / absl::Minutes(1));
    for (const int near : {due - 1, due, due + 1}) {
      if (near < story.start() || near > story.last()) continue;
      Check(story, counted, near, story.Walk(counted.every, near));
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(SlaClockRandomTest, AgreesWithAWalkOverEveryMinute) {
  Random random(calendar::TestSeed());
  for (int i = 0; i < 78; ++i) {
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted counted(random, zone_name, zone, first);
    for (int clocks = 0; clocks < 40; ++clocks) {
      SCOPED_TRACE(absl::StrCat("clock ", clocks));
      const Story story(random, counted.every);
      CheckSometimes(random, story, counted);
      if (HasFatalFailure()) return;
    }
  }
}

// The same facts under another calendar are what they would have been under it all along, and the
// change of plan has both.
TEST(SlaClockRandomTest, AChangeOfCalendarIsCountedFromTheFacts) {
  Random random(calendar::TestSeed());
  for (int i = 0; i < 18; ++i) {
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted before(random, zone_name, zone, first);
    const Counted after(random, zone_name, zone, first);
    for (int clocks = 0; clocks < 25; ++clocks) {
      const Story story(random, before.every);
      CheckSometimes(random, story, after);
      if (HasFatalFailure()) return;

      const absl::Time now =
          before.every.At(story.start() + random.To(story.last() - story.start()));
      const ClockReading was = Read(story.terms(), story.facts(), before.working, now);
      const ClockReading is = Read(story.terms(), story.facts(), after.working, now);
      const auto replan = Replan("resolve", "calendar", {story.terms(), &before.working},
                                 {story.terms(), &after.working}, story.facts(), now);
      const bool changes = was.due_time != is.due_time || was.at_risk_time != is.at_risk_time ||
                           was.state != is.state;
      ASSERT_EQ(replan.has_value(), IsOpen(story.facts(), now) && changes);
      if (!replan) continue;
      ASSERT_EQ(replan->due_before, was.due_time);
      ASSERT_EQ(replan->due_after, is.due_time);
      ASSERT_EQ(replan->state_before, was.state);
      ASSERT_EQ(replan->state_after, is.state);
    }
  }
}

}  // namespace
}  // namespace mainstay::feedback
