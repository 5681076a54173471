// What holds for all clocks, of instants to the microsecond, over months.
#include <string_view>

#include <gtest/gtest.h>

#include "common/calendar/calendar_test_kit.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {
namespace {

using calendar::Random;
using calendar::WorkingTime;

class SlaClockPropertyTest : public ::testing::Test {
 protected:
  absl::Duration Some(int hours) {
    return absl::Hours(random_.To(hours)) + absl::Microseconds(random_.To(1'999'999'999));
  }
  WorkingTime SomeWorkingTime(int i) {
    calendar::WorkingCalendar hours = calendar::RandomCalendar(random_, calendar::kTestZones[i % 6],
                                                               absl::CivilDay(2026, 3, 1), 300);
    hours.weekly[2] = {{540, 1080}};
    return WorkingTime::Compile(hours).value();
  }
  ClockFacts SomeFacts() {
    ClockFacts facts{.start = absl::FromUnixSeconds(1'780'000'000) + Some(2000)};
    for (int i = random_.To(8); i > 0; --i) {
      const absl::Time from = facts.start + Some(1000);
      facts.pauses.push_back({from, from + Some(random_.Chance(50) ? 2 : 200)});
    }
    return facts;
  }
  ClockTerms SomeTerms() {
    ClockTerms terms{.target = absl::Microseconds(1) + Some(150)};
    terms.at_risk_after = absl::Trunc(terms.target * 0.8, absl::Microseconds(1));
    return terms;
  }
  // So late that all pauses are over.
  static absl::Time Late(const ClockFacts& facts) { return facts.start + absl::Hours(10'000); }

  Random random_{calendar::TestSeed()};
};

TEST_F(SlaClockPropertyTest, TheDueTimeIsTheFirstInstantThatUsesUpTheTarget) {
  for (int i = 0; i < 18; ++i) {
    const WorkingTime working = SomeWorkingTime(i);
    for (int clocks = 0; clocks < 40; ++clocks) {
      const ClockFacts facts = SomeFacts();
      const ClockTerms terms = SomeTerms();
      const auto due = Read(terms, facts, working, Late(facts)).due_time;
      ASSERT_TRUE(due.has_value());
      ASSERT_EQ(Read(terms, facts, working, *due).remaining, absl::ZeroDuration());
      ASSERT_EQ(Read(terms, facts, working, *due - absl::Microseconds(1)).remaining,
                absl::Microseconds(1));
      ASSERT_EQ(Read(terms, facts, working, *due).state, kClockBreached);
      ASSERT_NE(Read(terms, facts, working, *due - absl::Microseconds(1)).state, kClockBreached);
    }
  }
}

TEST_F(SlaClockPropertyTest, APauseMovesTheDueTimeByTheWorkInItAndByNothingElse) {
  int moved = 0;
  for (int i = 0; i < 18; ++i) {
    const WorkingTime working = SomeWorkingTime(i);
    for (int clocks = 0; clocks < 40; ++clocks) {
      ClockFacts facts{.start = SomeFacts().start};
      const ClockTerms terms = SomeTerms();
      const absl::Time due = Read(terms, facts, working, Late(facts)).due_time.value();
      const Stretch pause{facts.start + Some(300), facts.start + Some(600)};
      facts.pauses = {pause};
      const absl::Time later = Read(terms, facts, working, Late(facts)).due_time.value();
      if (pause.from >= due || pause.to <= pause.from) {
        ASSERT_EQ(later, due);
      } else {
        ASSERT_EQ(working.Between(due, later), working.Between(pause.from, pause.to));
        moved += later != due;
      }
      // In pieces, in any order and told twice it is the same pause.
      const absl::Time cut = pause.from + (pause.to - pause.from) / 3;
      facts.pauses = {{cut, pause.to}, pause, {pause.from, cut}};
      ASSERT_EQ(Read(terms, facts, working, Late(facts)).due_time, later);
    }
  }
  EXPECT_GT(moved, 100);
}

// Only pauses make a state go back.
TEST_F(SlaClockPropertyTest, StatesFollowOneAnother) {
  const auto rank = [](std::string_view state) {
    if (state == kClockRunning || state == kClockPaused) return 0;
    return state == kClockAtRisk ? 1 : state == kClockBreached ? 2 : 3;
  };
  for (int i = 0; i < 100; ++i) {
    const WorkingTime working = SomeWorkingTime(i);
    ClockFacts facts = SomeFacts();
    if (random_.Chance(50)) facts.met = facts.start + Some(1000);
    const ClockTerms terms = SomeTerms();
    int before = 0;
    absl::Duration used;
    for (absl::Time at = facts.start; at < facts.start + absl::Hours(1500); at += Some(60)) {
      const ClockReading reading = Read(terms, facts, working, at);
      ASSERT_GE(reading.handling, used);
      used = reading.handling;
      if (reading.state == kClockPaused) {
        ASSERT_LE(before, 1);
        continue;
      }
      ASSERT_GE(rank(reading.state), before) << reading.state;
      before = rank(reading.state);
    }
  }
}

}  // namespace
}  // namespace mainstay::feedback
