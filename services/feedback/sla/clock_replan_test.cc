#include "services/feedback/sla/clock_replan.h"

#include <gtest/gtest.h>

#include "services/feedback/sla/sla_fixture.h"

namespace mainstay::feedback {
namespace {

using absl::Minutes;

class ClockReplanTest : public ::testing::Test {
 protected:
  const calendar::WorkingTime working = Office();
  const ClockPlan slow{Terms(900), &working};
  const ClockPlan fast{Terms(240), &working};
  ClockFacts facts{.start = At("09-28 09:00")};
};

TEST_F(ClockReplanTest, AnotherTierCountsFromTheFirstStart) {
  const auto replan = Replan("resolve", "tier", slow, fast, facts, At("09-29 10:00"));
  ASSERT_TRUE(replan.has_value());
  EXPECT_EQ(*replan, (ClockReplan{.kind = "resolve",
                                  .reason = "tier",
                                  .time = At("09-29 10:00"),
                                  .target_before = Minutes(900),
                                  .target_after = Minutes(240),
                                  .due_before = At("09-29 18:00"),
                                  .due_after = At("09-28 14:30"),  // in the past
                                  .state_before = "running",
                                  .state_after = "breached"}));
}

TEST_F(ClockReplanTest, NothingChangesNothing) {
  EXPECT_FALSE(Replan("resolve", "policy", slow, slow, facts, At("09-29 10:00")));
  EXPECT_FALSE(Replan("resolve", "policy", {}, {}, facts, At("09-29 10:00")));
}

TEST_F(ClockReplanTest, ClocksComeAndGoWithTheRule) {
  const auto gone = Replan("first_answer", "case", slow, {}, facts, At("09-29 10:00"));
  ASSERT_TRUE(gone.has_value());
  EXPECT_EQ(gone->state_before, "running");
  EXPECT_EQ(gone->state_after, "");
  EXPECT_FALSE(gone->target_after || gone->due_after);
  const auto come = Replan("first_answer", "case", {}, fast, facts, At("09-29 10:00"));
  ASSERT_TRUE(come.has_value());
  EXPECT_FALSE(come->target_before || come->due_before);
  EXPECT_EQ(come->state_after, "breached");
}

TEST_F(ClockReplanTest, WhatIsOverKeepsItsTermsUntilItIsReopened) {
  facts.met = At("09-29 09:00");
  EXPECT_TRUE(Replan("resolve", "tier", slow, fast, facts, At("09-29 08:00")));
  EXPECT_FALSE(Replan("resolve", "tier", slow, fast, facts, At("09-29 09:00")));
  facts.undone = {{At("09-29 09:00"), At("09-29 11:00")}};
  facts.met.reset();
  EXPECT_FALSE(Replan("resolve", "tier", slow, fast, facts, At("09-29 10:00")));
  EXPECT_TRUE(Replan("resolve", "case", slow, fast, facts, At("09-29 11:00")));
}

TEST_F(ClockReplanTest, AWaitingClockHasNoDueTimeOnEitherSide) {
  facts.pauses = {{At("09-28 10:00")}};
  const auto replan = Replan("resolve", "tier", slow, fast, facts, At("09-29 10:00"));
  ASSERT_TRUE(replan.has_value());
  EXPECT_FALSE(replan->due_before || replan->due_after);
  EXPECT_EQ(replan->state_after, "paused");
}

// The day was worked by the old calendar and is a holiday by the new one: the breach that was
// announced is none.
TEST_F(ClockReplanTest, AnotherCalendarTakesABreachBack) {
  calendar::WorkingCalendar hours = OfficeHours();
  hours.special_days.push_back({.date = absl::CivilDay(2026, 9, 28), .name = "停电"});
  const auto closed = calendar::WorkingTime::Compile(hours).value();
  const absl::Time now = At("09-29 10:00");
  const auto announced = Read(*fast.terms, facts, working, now).breach_time;
  EXPECT_EQ(BreachNews(std::nullopt, announced), kBreachNew);

  const auto replan = Replan("resolve", "calendar", fast, {fast.terms, &closed}, facts, now);
  ASSERT_TRUE(replan.has_value());
  EXPECT_EQ(replan->target_before, replan->target_after);
  EXPECT_EQ(replan->due_before, At("09-28 14:30"));
  EXPECT_EQ(replan->due_after, At("09-29 14:30"));
  EXPECT_EQ(replan->state_before, "breached");
  EXPECT_EQ(replan->state_after, "running");
  EXPECT_EQ(BreachNews(announced, Read(*fast.terms, facts, closed, now).breach_time),
            kBreachRevoked);
  // And it is breached again, later than was announced first.
  const auto again = Read(*fast.terms, facts, closed, At("09-30 09:00")).breach_time;
  EXPECT_EQ(again, At("09-29 14:30"));
  EXPECT_EQ(BreachNews(announced, again), kBreachMoved);
  EXPECT_EQ(BreachNews(again, again), kBreachNoNews);
}

// A calendar of other days far off is another one and changes nothing here.
TEST_F(ClockReplanTest, AChangeOfDaysElsewhereIsNoChangeOfPlan) {
  const auto without_holidays = calendar::WorkingTime::Compile(OfficeHours()).value();
  EXPECT_FALSE(Replan("resolve", "calendar", fast, {fast.terms, &without_holidays}, facts,
                      At("09-28 10:00")));
}

}  // namespace
}  // namespace mainstay::feedback
