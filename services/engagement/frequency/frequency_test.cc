#include "services/engagement/frequency/frequency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::engagement {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 9 o'clock in China.
absl::Time At(CivilDay day) { return absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(1); }

// Monday to Friday, with the days off of the National Day of 2026.
calendar::WorkingTime Working() {
  calendar::WorkingCalendar working{.time_zone = "Asia/Shanghai"};
  for (int i = 0; i < 5; ++i) working.weekly[static_cast<size_t>(i)] = {{540, 1080}};
  for (int day = 1; day <= 7; ++day) {
    working.special_days.push_back({.date = CivilDay(2026, 10, day), .name = "国庆节"});
  }
  return *calendar::WorkingTime::Compile(working);
}

CadenceRule Every(int days, std::vector<std::string> tiers, int budget = 0) {
  CadenceRule rule;
  rule.tiers = std::move(tiers);
  rule.kind = "periodic";
  rule.days = days;
  rule.max_contacts = budget;
  return rule;
}

TEST(FrequencyTest, WhatTheRulesAskForAgainstWhatThereWas) {
  const std::vector<CadenceRule> all = {Every(30, {"core"}, 12), Every(90, {"general"})};
  const RuleIndex rules(all);
  AccountContact account{.account_id = "a", .tier = "core"};
  account.last_contact = At(CivilDay(2026, 6, 1));
  const ContactFrequency late = FrequencyOf(account, rules, 90, CivilDay(2026, 7, 11));
  EXPECT_EQ(late.required_every_days, 30);
  EXPECT_EQ(late.required, 3);
  EXPECT_EQ(late.due, CivilDay(2026, 7, 1));
  EXPECT_EQ(late.days_late, 10);
  EXPECT_EQ(late.budget, 12);
  EXPECT_EQ(FrequencyOf(account, rules, 90, CivilDay(2026, 7, 1)).days_late, 0) << "due today";
  account.tier = "potential";
  const ContactFrequency free = FrequencyOf(account, rules, 90, CivilDay(2026, 7, 11));
  EXPECT_EQ(free.required_every_days, 0);
  EXPECT_FALSE(free.due.has_value());
}

TEST(FrequencyTest, AnAccountNeverMetCountsFromWhenItIsWatched) {
  EXPECT_EQ(DueDay(30, std::nullopt, At(CivilDay(2026, 6, 1))), CivilDay(2026, 7, 1));
  EXPECT_EQ(DueDay(30, At(CivilDay(2026, 6, 5)), At(CivilDay(2026, 6, 1))), CivilDay(2026, 7, 5));
  EXPECT_EQ(DueDay(30, std::nullopt, std::nullopt), std::nullopt);
}

TEST(FrequencyTest, TheLatestComeFirst) {
  std::vector<ContactFrequency> all(3);
  all[0].account.account_id = "b";
  all[1].account.account_id = "a";
  all[2].account.account_id = "c";
  all[2].days_late = 5;
  EXPECT_FALSE(KeepLatest(all, 3));
  EXPECT_EQ(all[0].account.account_id + all[1].account.account_id + all[2].account.account_id,
            "cab");
  EXPECT_TRUE(KeepLatest(all, 1));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].account.account_id, "c");
}

TEST(LadderTest, StepsAreWorkingDays) {
  const calendar::WorkingTime working = Working();
  const CivilDay due(2026, 9, 28);  // a Monday; 29, 30, then 8, 9, 12, 13, 14 October
  const std::pair<CivilDay, int> expected[] = {
      {due, 0},
      {CivilDay(2026, 9, 30), 0},
      {CivilDay(2026, 10, 7), 0},
      {CivilDay(2026, 10, 8), 1},
      {CivilDay(2026, 10, 11), 1},
      {CivilDay(2026, 10, 12), 2},
      {CivilDay(2026, 10, 13), 2},
      {CivilDay(2026, 10, 14), 3},
      {CivilDay(2027, 1, 1), 3},
  };
  for (const auto& [day, step] : expected) {
    EXPECT_EQ(LadderStepOn(day, due, working), step) << day;
  }
}

std::vector<int> StepsOf(const std::vector<ContactLadder>& ladders) {
  std::vector<int> steps;
  for (const ContactLadder& ladder : ladders) steps.push_back(ladder.step);
  return steps;
}

TEST(LadderTest, ClimbsAStepAtATimeAndOnce) {
  const calendar::WorkingTime working = Working();
  const CivilDay due(2026, 9, 7);
  ContactLadder ladder;
  EXPECT_THAT(Climb(ladder, due, due + 2, working), IsEmpty());
  auto steps = Climb(ladder, due, due + 3, working);
  ASSERT_THAT(StepsOf(steps), ElementsAre(1));
  EXPECT_EQ(steps[0].version, 1);
  EXPECT_EQ(steps[0].due, due);
  ladder = steps[0];
  EXPECT_THAT(Climb(ladder, due, due + 3, working), IsEmpty());
  steps = Climb(ladder, due, due + 30, working);
  ASSERT_THAT(StepsOf(steps), ElementsAre(2, 3));
  EXPECT_EQ(steps[1].version, 3);
  // A planned visit is waited for; a contact takes the ladder back all the same.
  EXPECT_THAT(Climb(ladder, due, due + 30, working, /*held=*/true), IsEmpty());
  EXPECT_THAT(Climb(steps[1], due, due + 300, working), IsEmpty());
}

TEST(LadderTest, AContactTakesItBack) {
  const calendar::WorkingTime working = Working();
  const CivilDay due(2026, 9, 7);
  const ContactLadder ladder{.version = 3, .step = 3, .due = due};
  auto steps = Climb(ladder, due + 30, due + 14, working);
  ASSERT_THAT(StepsOf(steps), ElementsAre(0));
  EXPECT_EQ(steps[0].version, 4);
  EXPECT_FALSE(steps[0].due.has_value());
  EXPECT_THAT(StepsOf(Climb(ladder, std::nullopt, due + 14, working)), ElementsAre(0))
      << "no rule asks for it any more";
  EXPECT_THAT(StepsOf(Climb(ladder, due + 7, due + 10, working)), ElementsAre(0, 1))
      << "the contact was long ago, too";
}

TEST(LadderTest, ANewRuleFindsNobodyLateAtOnce) {
  const absl::Time made = absl::FromCivil(absl::CivilDay(2026, 11, 23), absl::UTCTimeZone());
  std::vector<CadenceRule> all = {Every(30, {"none"})};
  all[0].create_time = made;
  const RuleIndex rules(all);
  const absl::Time long_ago = made - absl::Hours(24 * 60);
  EXPECT_EQ(LadderDueDay(rules, "", "a", long_ago, made), absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(LadderDueDay(rules, "", "a", made, made), absl::CivilDay(2026, 12, 23));
  EXPECT_EQ(LadderDueDay(rules, "core", "a", long_ago, made), std::nullopt);
}

}  // namespace
}  // namespace mainstay::engagement
