#include "services/feedback/sla/escalation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/feedback/sla/sla_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EscalationTest : public ::testing::Test {
 protected:
  std::vector<EscalationStep> StepsAt(std::string_view time, int reached = 0) const {
    return DueSteps(ladder, reached, terms, facts, working, At(time));
  }
  std::optional<absl::Time> LookAfter(std::string_view time, int reached) const {
    return NextLook(ladder, reached, terms, facts, working, At(time));
  }

  const calendar::WorkingTime working = Office();
  const std::vector<EscalationLevel> ladder = {
      {.when = "at_risk", .roles = {"assignee"}},
      {.when = "at_due", .roles = {"account_manager"}},
      {.when = "after_due", .minutes_after_due = 450, .roles = {"director"}}};
  const ClockTerms terms = Terms(240);
  // At risk at 13:42, due at 14:30, a day over at 14:30 of the day after.
  ClockFacts facts{.start = At("09-28 09:00")};
  const EscalationStep risk{1, At("09-28 13:42"), true};
  const EscalationStep due{2, At("09-28 14:30"), true};
  const EscalationStep over{3, At("09-29 14:30"), true};
};

TEST_F(EscalationTest, ReachesEachLevelOnceWhenItIsDue) {
  EXPECT_THAT(StepsAt("09-28 13:41"), IsEmpty());
  EXPECT_THAT(StepsAt("09-28 13:42"), ElementsAre(risk));
  EXPECT_THAT(StepsAt("09-28 14:29", 1), IsEmpty());
  EXPECT_THAT(StepsAt("09-28 14:30", 1), ElementsAre(due));
  EXPECT_THAT(StepsAt("09-29 14:29", 2), IsEmpty());
  EXPECT_THAT(StepsAt("09-29 14:30", 2), ElementsAre(over));
  EXPECT_THAT(StepsAt("12-01 09:00", 3), IsEmpty());
}

TEST_F(EscalationTest, WhatNobodyLookedAtIsRecordedAndTheHighestTold) {
  EscalationStep silent_risk = risk, silent_due = due;
  silent_risk.told = silent_due.told = false;
  EXPECT_THAT(StepsAt("10-09 10:00"), ElementsAre(silent_risk, silent_due, over));
  EXPECT_THAT(StepsAt("09-28 15:00"), ElementsAre(silent_risk, due));
  EXPECT_THAT(StepsAt("10-09 10:00", 1), ElementsAre(silent_due, over));
}

TEST_F(EscalationTest, APauseHoldsTheLadderUp) {
  facts.pauses = {{At("09-28 15:30"), At("09-29 15:30")}};
  EXPECT_THAT(StepsAt("09-29 14:30", 2), IsEmpty());
  EXPECT_FALSE(LookAfter("09-29 14:30", 2));
  // 60 minutes over before the pause, 150 that day and 240 the next.
  EXPECT_THAT(StepsAt("09-30 14:30", 2), ElementsAre(EscalationStep{3, At("09-30 14:30"), true}));
  EXPECT_THAT(StepsAt("09-30 14:29", 2), IsEmpty());
  // What had been reached before the pause is still due in it.
  EXPECT_EQ(StepsAt("09-29 14:30").size(), 2u);
}

TEST_F(EscalationTest, NobodyIsToldOfWhatIsOver) {
  facts.met = At("09-30 10:00");
  EXPECT_THAT(StepsAt("09-30 10:00"), IsEmpty());
  EXPECT_FALSE(LookAfter("09-30 10:00", 0));
  facts.met.reset();
  facts.withdrawn = At("09-30 10:00");
  EXPECT_THAT(StepsAt("09-30 10:00"), IsEmpty());
}

TEST_F(EscalationTest, AReopenedClockClimbsOn) {
  facts.undone = {{At("09-28 14:00"), At("09-29 16:00")}};
  EXPECT_THAT(StepsAt("09-29 15:00", 1), IsEmpty());
  EXPECT_THAT(StepsAt("09-29 16:00", 1),
              ElementsAre(EscalationStep{2, At("09-28 14:30"), false}, over));

  // When only our work counts, half an hour of it is left.
  ClockTerms ours = terms;
  ours.count_reopened = false;
  EXPECT_THAT(DueSteps(ladder, 1, ours, facts, working, At("09-29 16:00")), IsEmpty());
  EXPECT_EQ(NextLook(ladder, 1, ours, facts, working, At("09-29 16:00")), At("09-29 16:30"));
}

TEST_F(EscalationTest, LooksAgainWhenThereWillBeSomethingToSee) {
  EXPECT_EQ(LookAfter("09-28 09:00", 0), At("09-28 13:42"));
  EXPECT_EQ(LookAfter("09-28 13:42", 1), At("09-28 14:30"));
  EXPECT_EQ(LookAfter("09-28 14:30", 2), At("09-29 14:30"));
  EXPECT_FALSE(LookAfter("09-29 14:30", 3));
  facts.pauses = {{At("09-28 10:00")}};
  EXPECT_FALSE(LookAfter("09-28 10:00", 0));
  EXPECT_EQ(NextLook({}, 0, terms, ClockFacts{.start = facts.start}, working, At("09-28 13:42")),
            At("09-28 14:30"));
}

TEST(RecipientsTest, TellsEachOnceInTheOrderOfTheRoles) {
  const EscalationPeople people{
      .assignee = "chen", .account_manager = "li", .directors = {"wu", "li"}};
  EXPECT_THAT(Recipients({.roles = {"director", "assignee"}, .users = {"zhao", "chen"}}, people),
              ElementsAre("wu", "li", "chen", "zhao"));
}

TEST(RecipientsTest, TellsSomebodyElseWhenTheRoleHasNobody) {
  const EscalationLevel level{.when = "at_risk", .roles = {"assignee"}};
  EXPECT_THAT(Recipients(level, {.account_manager = "li", .directors = {"wu"}}), ElementsAre("li"));
  EXPECT_THAT(Recipients(level, {.directors = {"wu", "he"}}), ElementsAre("wu", "he"));
  EXPECT_THAT(Recipients(level, {}), IsEmpty());
}

}  // namespace
}  // namespace mainstay::feedback
