#include "services/engagement/plans/due_dates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/plans/planner_fixture.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The first quarter of 2026.
constexpr CivilDay kFirst(2026, 1, 1), kLast(2026, 3, 31);

// "01-20 r0": by day and number of the rule, with "+n" when overdue.
std::vector<std::string> Dues(const std::vector<CadenceRule>& rules, const ContactRecord& record) {
  std::vector<size_t> all(rules.size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = i;
  std::vector<std::string> texts;
  for (const Due& due :
       DueContacts(rules, FestivalDays(rules, kFirst, kLast), all, record, kFirst, kLast)) {
    texts.push_back(absl::StrCat(absl::FormatCivilTime(due.day).substr(5), " r", due.rule,
                                 due.overdue > 0 ? absl::StrCat(" +", due.overdue) : ""));
  }
  return texts;
}

TEST(DueContactsTest, PeriodicOnesCountFromTheLastContact) {
  const std::vector<CadenceRule> rules = {RuleOf("monthly", "periodic", 30)};
  EXPECT_THAT(Dues(rules, {.last_contact = CivilDay(2025, 12, 21)}),
              ElementsAre("01-20 r0", "02-19 r0", "03-21 r0"));
}

TEST(DueContactsTest, WhatIsOverdueIsDueOnTheFirstDay) {
  const std::vector<CadenceRule> rules = {RuleOf("bimonthly", "periodic", 60)};
  EXPECT_THAT(Dues(rules, {.last_contact = CivilDay(2025, 10, 1)}),
              ElementsAre("01-01 r0 +32", "03-02 r0"));
  EXPECT_THAT(Dues(rules, {}), ElementsAre("01-01 r0", "03-02 r0"));  // never met
}

TEST(DueContactsTest, PlannedVisitsAreContacts) {
  const std::vector<CadenceRule> rules = {RuleOf("monthly", "periodic", 30)};
  EXPECT_THAT(Dues(rules, {.last_contact = CivilDay(2025, 12, 21),
                           .visits = {CivilDay(2026, 1, 26), CivilDay(2026, 2, 10)}}),
              ElementsAre("03-12 r0"));
  // Seven days after the date is another week.
  EXPECT_THAT(
      Dues(rules, {.last_contact = CivilDay(2025, 12, 21), .visits = {CivilDay(2026, 1, 27)}}),
      ElementsAre("01-20 r0", "02-26 r0", "03-28 r0"));
}

TEST(DueContactsTest, ComeAfterTheLastOrder) {
  const std::vector<CadenceRule> rules = {RuleOf("after order", "after_order", 7)};
  EXPECT_THAT(Dues(rules, {.last_order = CivilDay(2025, 12, 28)}), ElementsAre("01-04 r0"));
  EXPECT_THAT(Dues(rules, {.last_order = CivilDay(2026, 3, 28)}), IsEmpty());  // in April
  EXPECT_THAT(Dues(rules, {}), IsEmpty());
  EXPECT_THAT(Dues(rules, {.last_order = CivilDay(2025, 12, 28), .visits = {CivilDay(2026, 1, 8)}}),
              IsEmpty());
}

TEST(DueContactsTest, AnOrderThatNoContactFollowedIsOverdue) {
  const std::vector<CadenceRule> rules = {RuleOf("after order", "after_order", 7)};
  const CivilDay order(2025, 12, 20);
  EXPECT_THAT(Dues(rules, {.last_order = order}), ElementsAre("01-01 r0 +5"));
  EXPECT_THAT(Dues(rules, {.last_contact = order, .last_order = order}),
              ElementsAre("01-01 r0 +5"));  // taken on a visit
  EXPECT_THAT(Dues(rules, {.last_contact = order + 1, .last_order = order}), IsEmpty());
  EXPECT_THAT(Dues(rules, {.last_order = order, .visits = {CivilDay(2026, 1, 7)}}), IsEmpty());
  EXPECT_THAT(Dues(rules, {.last_order = order, .visits = {CivilDay(2026, 1, 8)}}),
              ElementsAre("01-01 r0 +5"));
}

TEST(DueContactsTest, ComeBeforeFestivalsOfBothCalendars) {
  CadenceRule rule = RuleOf("festivals", "before_festival", 7);
  rule.festivals = {"spring_festival", "womens_day", "mid_autumn", "new_year", "labour_day"};
  // The Spring Festival is on 17 February; New Year's Day is the first day itself.
  EXPECT_THAT(Dues({rule}, {}), ElementsAre("01-01 r0 +7", "02-10 r0", "03-01 r0"));
  rule.festivals = {"labour_day"};
  rule.days = 40;
  EXPECT_THAT(Dues({rule}, {}), ElementsAre("03-22 r0"));
}

TEST(JoinSameWeekTest, JoinsDifferentRulesOnly) {
  const std::vector<Due> dues = {{.rule = 0, .day = CivilDay(2026, 1, 5)},
                                 {.rule = 0, .day = CivilDay(2026, 1, 10)},
                                 {.rule = 1, .day = CivilDay(2026, 1, 11)},
                                 {.rule = 2, .day = CivilDay(2026, 1, 17)}};
  std::vector<std::string> groups;
  for (const auto& group : JoinSameWeek(dues)) {
    std::string text;
    for (const Due& due : group) absl::StrAppend(&text, due.rule, "@", due.day.day(), " ");
    groups.push_back(text);
  }
  EXPECT_THAT(groups, ElementsAre("0@5 ", "0@10 1@11 ", "2@17 "));
}

}  // namespace
}  // namespace mainstay::engagement
