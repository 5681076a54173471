#include "services/feedback/sla/sla_clock.h"

#include <optional>

#include <gtest/gtest.h>

#include "services/feedback/sla/sla_fixture.h"

namespace mainstay::feedback {
namespace {

using absl::Minutes;

class SlaClockTest : public ::testing::Test {
 protected:
  ClockReading ReadAt(std::string_view time) const { return Read(terms, facts, working, At(time)); }
  std::string_view StateAt(std::string_view time) const { return ReadAt(time).state; }

  const calendar::WorkingTime working = Office();
  ClockTerms terms = Terms(240);
  ClockFacts facts{.start = At("09-28 09:00")};
};

TEST_F(SlaClockTest, RunsThroughItsStates) {
  const ClockReading first = ReadAt("09-28 09:00");
  EXPECT_EQ(first.state, kClockRunning);
  EXPECT_EQ(first.remaining, Minutes(240));
  EXPECT_EQ(first.at_risk_time, At("09-28 13:42"));
  EXPECT_EQ(first.due_time, At("09-28 14:30"));
  EXPECT_FALSE(first.breach_time);

  EXPECT_EQ(StateAt("09-28 13:41"), kClockRunning);
  EXPECT_EQ(StateAt("09-28 13:42"), kClockAtRisk);
  EXPECT_EQ(StateAt("09-28 14:29"), kClockAtRisk);
  EXPECT_EQ(StateAt("09-28 14:30"), kClockBreached);

  const ClockReading late = ReadAt("09-29 10:00");
  EXPECT_EQ(late.state, kClockBreached);
  EXPECT_EQ(late.breach_time, At("09-28 14:30"));
  EXPECT_EQ(late.due_time, At("09-28 14:30"));
  EXPECT_EQ(late.handling, Minutes(450 + 60));
  EXPECT_EQ(late.remaining, -Minutes(270));
}

TEST_F(SlaClockTest, WhatIsMetAtTheDueInstantIsMetInTime) {
  facts.met = At("09-28 14:30");
  EXPECT_EQ(StateAt("09-28 14:30"), kClockMetInTime);
  EXPECT_FALSE(ReadAt("09-30 09:00").breach_time);
  facts.met = At("09-28 14:30") + absl::Microseconds(1);
  EXPECT_EQ(StateAt("09-28 14:30"), kClockBreached);
  const ClockReading late = ReadAt("09-30 09:00");
  EXPECT_EQ(late.state, kClockMetLate);
  EXPECT_EQ(late.breach_time, At("09-28 14:30"));
  EXPECT_EQ(late.handling, Minutes(240) + absl::Microseconds(1));
}

TEST_F(SlaClockTest, WhatIsDueAtTheEndOfADayIsNotMetInTimeThatEvening) {
  terms = Terms(450);
  facts.met = At("09-28 18:30");
  EXPECT_EQ(StateAt("09-28 19:00"), kClockMetLate);
  EXPECT_EQ(ReadAt("09-28 19:00").breach_time, At("09-28 18:00"));
  EXPECT_EQ(ReadAt("09-28 19:00").remaining, absl::ZeroDuration());
}

TEST_F(SlaClockTest, LeavesHolidaysOutAndCountsMakeUpWorkdays) {
  facts.start = At("09-30 17:00");
  terms = Terms(60 + 2 * 450 + 30);
  // An hour on the 30th, the 8th and the 9th, half an hour on Saturday.
  EXPECT_EQ(ReadAt("10-05 12:00").due_time, At("10-10 09:30"));
  EXPECT_EQ(ReadAt("10-05 12:00").handling, Minutes(60));
}

TEST_F(SlaClockTest, BeginsWithTheFirstShiftAfterAStartOutsideOfHours) {
  facts.start = At("09-26 22:00");  // Saturday
  EXPECT_EQ(ReadAt("09-26 22:00").due_time, At("09-28 14:30"));
  EXPECT_EQ(ReadAt("09-28 08:59").handling, absl::ZeroDuration());
  EXPECT_EQ(ReadAt("09-28 09:01").handling, Minutes(1));
}

TEST_F(SlaClockTest, HasNoDueTimeWhileItWaits) {
  facts.pauses = {{At("09-28 10:00")}};
  const ClockReading waiting = ReadAt("09-29 16:00");
  EXPECT_EQ(waiting.state, kClockPaused);
  EXPECT_FALSE(waiting.due_time);
  EXPECT_FALSE(waiting.at_risk_time);
  EXPECT_EQ(waiting.remaining, Minutes(180));
  EXPECT_EQ(ReadAt("09-28 09:59").due_time, At("09-28 14:30"));  // as was known then

  facts.pauses = {{At("09-28 10:00"), At("09-29 16:00")}};
  EXPECT_EQ(StateAt("09-29 15:59"), kClockPaused);
  EXPECT_FALSE(ReadAt("09-29 15:59").due_time);
  EXPECT_EQ(StateAt("09-29 16:00"), kClockRunning);
  EXPECT_EQ(ReadAt("09-29 16:00").due_time, At("09-30 10:00"));
}

TEST_F(SlaClockTest, CountsWhatPausesShareOnce) {
  facts.pauses = {{At("09-28 11:00"), At("09-28 11:30")}, {At("09-28 10:00"), At("09-28 11:10")},
                  {At("09-28 10:30"), At("09-28 10:40")}, {At("09-28 11:30"), At("09-28 11:40")},
                  {At("09-28 14:00"), At("09-28 14:00")}, {At("09-28 14:10"), At("09-28 14:05")}};
  // 100 minutes from 10:00 to 11:40.
  EXPECT_EQ(ReadAt("09-28 16:00").due_time, At("09-28 16:10"));
  EXPECT_EQ(StateAt("09-28 11:30"), kClockPaused);
  EXPECT_EQ(StateAt("09-28 14:00"), kClockRunning);
}

TEST_F(SlaClockTest, APauseOutsideOfHoursOrOverAHolidayMovesNothingButWork) {
  facts.pauses = {{At("09-28 12:00"), At("09-28 13:30")}};
  EXPECT_EQ(ReadAt("09-28 14:00").due_time, At("09-28 14:30"));
  facts.start = At("09-30 16:00");
  facts.pauses = {{At("09-30 17:00"), At("10-08 10:00")}};
  // An hour of the 30th and an hour of the 8th are in the pause: 180 minutes remain at 10:00.
  EXPECT_EQ(ReadAt("10-08 10:00").due_time, At("10-08 14:30"));
}

TEST_F(SlaClockTest, APauseThatBeginsBeforeTheStartCountsFromTheStart) {
  facts.pauses = {{At("09-25 10:00"), At("09-28 09:20")}};
  EXPECT_EQ(ReadAt("09-28 09:20").due_time, At("09-28 14:50"));
}

TEST_F(SlaClockTest, StaysBreachedInAPauseThatComesTooLate) {
  facts.pauses = {{At("09-28 14:30"), At("09-29 14:30")}};
  EXPECT_EQ(StateAt("09-28 14:30"), kClockBreached);
  EXPECT_EQ(StateAt("09-29 09:00"), kClockBreached);
  EXPECT_EQ(ReadAt("09-29 15:00").breach_time, At("09-28 14:30"));
  EXPECT_EQ(ReadAt("09-29 15:00").handling, Minutes(240 + 30));
}

TEST_F(SlaClockTest, IsMetInTimeWhileItWaits) {
  facts.pauses = {{At("09-28 10:00")}};
  facts.met = At("10-15 10:00");
  EXPECT_EQ(StateAt("10-15 10:00"), kClockMetInTime);
  EXPECT_EQ(ReadAt("10-20 10:00").handling, Minutes(60));
}

TEST_F(SlaClockTest, ATargetOfZeroIsDueAtTheStart) {
  terms = {};
  EXPECT_EQ(ReadAt("09-28 09:00").due_time, facts.start);
  EXPECT_EQ(StateAt("09-28 09:00"), kClockBreached);
  facts.met = facts.start;
  EXPECT_EQ(StateAt("09-28 09:00"), kClockMetInTime);
}

TEST_F(SlaClockTest, IsNeverDueWhenTheCalendarEndsFirst) {
  facts.start = absl::FromCivil(absl::CivilDay(2100, 12, 30), calendar::ChinaTime());
  terms = {.target = Minutes(900), .at_risk_after = Minutes(500)};  // two days, to the last minute
  EXPECT_EQ(Read(terms, facts, working, facts.start).due_time,
            absl::FromCivil(absl::CivilMinute(2100, 12, 31, 18, 0), calendar::ChinaTime()));
  terms.target = Minutes(901);
  const ClockReading past = Read(terms, facts, working, facts.start + absl::Hours(24 * 1000));
  EXPECT_FALSE(past.due_time);
  EXPECT_TRUE(past.at_risk_time);
  EXPECT_EQ(past.state, kClockAtRisk);
  EXPECT_EQ(past.remaining, Minutes(1));

  const auto no_work = calendar::WorkingTime::Compile({.time_zone = "Asia/Shanghai"}).value();
  EXPECT_EQ(Read(terms, facts, no_work, facts.start + absl::Hours(1)).state, kClockRunning);
}

TEST_F(SlaClockTest, AReopenedClockGoesOnFromItsFirstStart) {
  facts.undone = {{At("09-28 11:00"), At("09-29 10:00")}};
  facts.met = At("09-29 11:00");
  // While it was taken for resolved.
  EXPECT_EQ(StateAt("09-28 11:00"), kClockMetInTime);
  EXPECT_EQ(StateAt("09-29 09:59"), kClockMetInTime);
  EXPECT_EQ(ReadAt("09-29 09:59").real, Minutes(120));

  // The customer waited on: due since the day before.
  EXPECT_EQ(StateAt("09-29 10:00"), kClockBreached);
  EXPECT_EQ(ReadAt("09-29 10:00").breach_time, At("09-28 14:30"));
  const ClockReading real = ReadAt("09-30 09:00");
  EXPECT_EQ(real.state, kClockMetLate);
  EXPECT_EQ(real.handling, Minutes(120 + 60));
  EXPECT_EQ(real.real, Minutes(450 + 120));

  // Held against our work only, it is in time; the real time is the same.
  terms.count_reopened = false;
  EXPECT_EQ(StateAt("09-29 10:00"), kClockRunning);
  EXPECT_EQ(ReadAt("09-29 10:00").due_time, At("09-29 12:00"));
  const ClockReading handling = ReadAt("09-30 09:00");
  EXPECT_EQ(handling.state, kClockMetInTime);
  EXPECT_EQ(handling.handling, Minutes(180));
  EXPECT_EQ(handling.real, Minutes(570));
}

TEST_F(SlaClockTest, AWithdrawnClockEndsWithoutAVerdict) {
  facts.withdrawn = At("09-28 10:00");
  EXPECT_EQ(StateAt("09-28 09:59"), kClockRunning);
  EXPECT_EQ(StateAt("09-29 09:00"), kClockWithdrawn);
  EXPECT_FALSE(ReadAt("09-29 09:00").breach_time);
  EXPECT_FALSE(IsOpen(facts, At("09-28 10:00")));
  facts.withdrawn = At("09-28 15:00");
  EXPECT_EQ(StateAt("09-29 09:00"), kClockWithdrawn);
  EXPECT_EQ(ReadAt("09-29 09:00").breach_time, At("09-28 14:30"));
  facts.met = At("09-28 09:30");  // the acknowledgement stays one
  EXPECT_EQ(StateAt("09-29 09:00"), kClockMetInTime);
}

TEST_F(SlaClockTest, WhatIsMetBeforeTheStartTookNoTime) {
  facts.met = At("09-28 08:00");
  EXPECT_EQ(StateAt("09-28 09:00"), kClockMetInTime);
  EXPECT_EQ(ReadAt("09-29 09:00").handling, absl::ZeroDuration());
}

TEST(TermsOfTest, TakesTheShareOrTheRemainingMinutes) {
  SlaRule rule{.resolve_minutes = 450, .at_risk_percent = 33, .count_reopened = false};
  EXPECT_FALSE(TermsOf(rule, "acknowledge"));
  EXPECT_EQ(TermsOf(rule, "resolve"), (ClockTerms{.target = Minutes(450),
                                                  .at_risk_after = absl::Seconds(8910),
                                                  .count_reopened = false}));
  rule.at_risk_percent = 0;
  rule.at_risk_minutes = 60;
  EXPECT_EQ(TermsOf(rule, "resolve")->at_risk_after, Minutes(390));
  rule.resolve_minutes = 30;
  EXPECT_EQ(TermsOf(rule, "resolve")->at_risk_after, absl::ZeroDuration());
}

}  // namespace
}  // namespace mainstay::feedback
