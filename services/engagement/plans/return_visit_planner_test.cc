#include "services/engagement/plans/return_visit_planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engagement/plans/planner_fixture.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class PlannerTest : public ::testing::Test {
 protected:
  PlannerTest() {
    inputs_.first = CivilDay(2026, 1, 1);
    inputs_.last = CivilDay(2026, 3, 31);
    inputs_.working = &office_;
  }
  // Core accounts of wang.li's that are due on `day`.
  void AddAccounts(int count, CivilDay day, const std::string& region = "") {
    for (int i = 0; i < count; ++i) {
      const size_t number = inputs_.accounts.size();
      inputs_.accounts.push_back({.id = absl::StrCat("a", 1000 + number),
                                  .tier = "core",
                                  .owner = "wang.li",
                                  .region = region,
                                  .record = {.last_contact = day - 90}});
    }
  }
  absl::Time At(int month, int day, int hour, int minute = 0) const {
    return absl::FromCivil(absl::CivilMinute(2026, month, day, hour, minute), office_.zone());
  }
  // "a1000 01-20 09:00 wang.li [warnings]"
  std::vector<std::string> Plan() const {
    std::vector<std::string> lines;
    for (const ProposedVisit& visit : PlanReturnVisits(inputs_)) {
      lines.push_back(absl::StrCat(
          visit.account_id, absl::FormatTime(" %m-%d %H:%M ", visit.start, office_.zone()),
          visit.user, visit.warnings.empty() ? "" : " ", absl::StrJoin(visit.warnings, ",")));
    }
    return lines;
  }

  const calendar::WorkingTime office_ = Office();
  PlanInputs inputs_;
};

TEST_F(PlannerTest, PutsAContactOnItsDay) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  AddAccounts(1, CivilDay(2026, 1, 20));
  EXPECT_THAT(Plan(), ElementsAre("a1000 01-20 09:00 wang.li"));
}

TEST_F(PlannerTest, MovesToAWorkingDay) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  AddAccounts(1, CivilDay(2026, 1, 1));   // a holiday until the 3rd; Sunday the 4th is worked
  AddAccounts(1, CivilDay(2026, 1, 24));  // a Saturday
  const auto visits = PlanReturnVisits(inputs_);
  ASSERT_THAT(visits, SizeIs(2));
  EXPECT_EQ(visits[0].due, CivilDay(2026, 1, 4));
  EXPECT_EQ(visits[1].due, CivilDay(2026, 1, 26));
}

TEST_F(PlannerTest, BeforeAFestivalMovesBackward) {
  CadenceRule rule = RuleOf("mid-autumn", "before_festival", 5);
  rule.festivals = {"mid_autumn"};  // 25 September 2026; five days before is Sunday, worked
  inputs_.rules = {rule};
  inputs_.first = CivilDay(2026, 9, 1);
  inputs_.last = CivilDay(2026, 9, 30);
  AddAccounts(1, CivilDay(2026, 1, 1));
  auto visits = PlanReturnVisits(inputs_);
  ASSERT_THAT(visits, SizeIs(1));
  EXPECT_EQ(visits[0].due, CivilDay(2026, 9, 20));
  inputs_.rules[0].days = 6;  // Saturday the 19th: Friday
  visits = PlanReturnVisits(inputs_);
  EXPECT_EQ(visits[0].due, CivilDay(2026, 9, 18));
  EXPECT_EQ(visits[0].reasons[0].festival, "mid_autumn");
  EXPECT_EQ(visits[0].reasons[0].cause, CivilDay(2026, 9, 25));
}

TEST_F(PlannerTest, OneVisitForTwoRulesOfTheSameWeek) {
  CadenceRule call = RuleOf("call", "periodic", 85);
  call.visit_mode = "phone";
  call.priority = "high";
  call.duration_minutes = 90;
  inputs_.rules = {call, RuleOf("visit", "periodic", 90)};
  AddAccounts(1, CivilDay(2026, 1, 20));
  const auto visits = PlanReturnVisits(inputs_);
  ASSERT_THAT(visits, SizeIs(1));
  EXPECT_EQ(visits[0].due, CivilDay(2026, 1, 15));
  EXPECT_EQ(visits[0].visit_mode, "on_site");
  EXPECT_EQ(visits[0].priority, "high");
  EXPECT_EQ(visits[0].end - visits[0].start, absl::Minutes(90));
  ASSERT_THAT(visits[0].reasons, SizeIs(2));
  EXPECT_EQ(visits[0].reasons[0].rule_id, "visit");
  EXPECT_EQ(visits[0].reasons[1].rule_id, "call");
}

TEST_F(PlannerTest, BalancesAPersonsDays) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  AddAccounts(12, CivilDay(2026, 1, 21));
  std::map<std::string, int> by_day;
  for (const std::string& line : Plan()) ++by_day[line.substr(6, 5)];
  EXPECT_GE(by_day.size(), 9u);
  for (const auto& [day, count] : by_day) EXPECT_LE(count, 2) << day;
}

// Of a fortnight a day before and after, of a quarter six and nine.
TEST_F(PlannerTest, LeavesTheLessRoomTheShorterThePeriod) {
  const auto days = [&](int period) {
    inputs_.rules = {RuleOf("periodic", "periodic", period)};
    inputs_.last = CivilDay(2026, 2, 13);
    inputs_.daily_limit = 1;
    inputs_.accounts.clear();
    AddAccounts(30, CivilDay(2026, 1, 21));
    for (PlannedAccount& account : inputs_.accounts) {
      account.record.last_contact = CivilDay(2026, 1, 21) - period;
    }
    std::set<CivilDay> found;
    for (const ProposedVisit& visit : PlanReturnVisits(inputs_)) {
      const CivilDay day = absl::ToCivilDay(visit.start, office_.zone());
      if (visit.due == CivilDay(2026, 1, 21) && visit.warnings.empty()) found.insert(day);
    }
    return found;
  };
  EXPECT_THAT(days(14),
              ElementsAre(CivilDay(2026, 1, 20), CivilDay(2026, 1, 21), CivilDay(2026, 1, 22)));
  const std::set<CivilDay> quarter = days(90);
  EXPECT_EQ(*quarter.begin(), CivilDay(2026, 1, 13));
  EXPECT_EQ(*quarter.rbegin(), CivilDay(2026, 2, 3));
}

TEST_F(PlannerTest, GroupsByRegion) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  inputs_.taken = {{"wang.li", At(1, 22, 10), At(1, 22, 11), "Jiangsu"}};
  AddAccounts(1, CivilDay(2026, 1, 21), "Jiangsu");
  AddAccounts(1, CivilDay(2026, 1, 21), "Hubei");
  EXPECT_THAT(Plan(), ElementsAre("a1000 01-22 13:30 wang.li", "a1001 01-21 09:00 wang.li"));
}

TEST_F(PlannerTest, KeepsOffWhatIsTaken) {
  inputs_.rules = {RuleOf("daily", "periodic", 90)};
  inputs_.first = inputs_.last = CivilDay(2026, 1, 21);
  inputs_.taken = {{"wang.li", At(1, 21, 10), At(1, 21, 11), ""},
                   {"wang.li", At(1, 21, 14), At(1, 21, 15), ""},
                   {"li.na", At(1, 21, 9), At(1, 21, 18), ""}};
  AddAccounts(3, CivilDay(2026, 1, 21));
  // The third does not fit into four visits a day.
  EXPECT_THAT(Plan(), ElementsAre("a1000 01-21 15:30 wang.li", "a1001 01-21 17:00 wang.li",
                                  "a1002 01-21 09:00 wang.li day_full"));
}

TEST_F(PlannerTest, GoesToTheNextDayWithRoom) {
  inputs_.rules = {RuleOf("fortnightly", "periodic", 14)};
  inputs_.first = CivilDay(2026, 1, 19);
  inputs_.last = CivilDay(2026, 1, 30);
  inputs_.daily_limit = 1;
  AddAccounts(4, CivilDay(2026, 1, 21));
  for (PlannedAccount& account : inputs_.accounts) {
    account.record.last_contact = CivilDay(2026, 1, 7);
  }
  EXPECT_THAT(Plan(),
              ElementsAre("a1000 01-21 09:00 wang.li", "a1001 01-20 09:00 wang.li",
                          "a1002 01-22 09:00 wang.li", "a1003 01-23 09:00 wang.li day_full"));
}

TEST_F(PlannerTest, WhatMattersMoreComesFirst) {
  inputs_.rules = {RuleOf("core", "periodic", 90), RuleOf("urgent", "periodic", 90)};
  inputs_.rules[1].tiers = {"general"};
  inputs_.rules[1].priority = "high";
  inputs_.daily_limit = 1;
  inputs_.first = inputs_.last = CivilDay(2026, 1, 21);
  AddAccounts(2, CivilDay(2026, 1, 21));
  inputs_.accounts[1].tier = "general";
  EXPECT_THAT(Plan(),
              ElementsAre("a1000 01-21 09:00 wang.li day_full", "a1001 01-21 09:00 wang.li"));
}

TEST_F(PlannerTest, SpreadsWhatIsOverdue) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  AddAccounts(60, CivilDay(2025, 11, 1));
  std::set<std::string> days;
  for (const std::string& line : Plan()) {
    days.insert(line.substr(6, 5));
    EXPECT_THAT(line, Not(HasSubstr("full")));
  }
  EXPECT_GE(days.size(), 15u);
}

TEST_F(PlannerTest, SpreadsWhatIsOverdueAfterOrders) {
  inputs_.rules = {RuleOf("after order", "after_order", 7)};
  AddAccounts(40, CivilDay(2026, 1, 1));
  for (PlannedAccount& account : inputs_.accounts) {
    account.record.last_contact.reset();
    account.record.last_order = CivilDay(2025, 12, 1);
  }
  for (const std::string& line : Plan()) EXPECT_THAT(line, Not(HasSubstr("full")));
}

TEST_F(PlannerTest, WarnsWhereTheBudgetIsPassed) {
  inputs_.rules = {RuleOf("fortnightly", "periodic", 14)};
  inputs_.rules[0].max_contacts = 4;
  AddAccounts(1, CivilDay(2026, 3, 20));
  inputs_.accounts[0].record.last_contact = CivilDay(2026, 2, 10);
  inputs_.accounts[0].contacts = {{QuarterOf(CivilDay(2026, 1, 1)), 2}};
  inputs_.first = CivilDay(2026, 2, 20);
  inputs_.last = CivilDay(2026, 4, 10);
  EXPECT_THAT(Plan(),
              ElementsAre("a1000 02-24 09:00 wang.li", "a1000 03-10 09:00 wang.li",
                          "a1000 03-24 09:00 wang.li over_budget", "a1000 04-07 09:00 wang.li"));
}

TEST_F(PlannerTest, SaysWhenNobodyGoes) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  AddAccounts(1, CivilDay(2026, 1, 20));
  inputs_.accounts[0].owner = "";
  EXPECT_THAT(Plan(), ElementsAre("a1000 01-20 09:00  no_person"));
  inputs_.rules[0].user = "li.na";
  EXPECT_THAT(Plan(), ElementsAre("a1000 01-20 09:00 li.na"));
}

TEST_F(PlannerTest, IsTheSameEveryTime) {
  inputs_.rules = {RuleOf("a", "periodic", 20), RuleOf("b", "periodic", 45)};
  for (int i = 0; i < 50; ++i) AddAccounts(1, CivilDay(2025, 12, 1) + i, i % 2 ? "N" : "S");
  const std::vector<std::string> plan = Plan();
  EXPECT_GT(plan.size(), 150u);
  EXPECT_EQ(Plan(), plan);
}

TEST_F(PlannerTest, HasNothingWithoutWorkingDays) {
  inputs_.rules = {RuleOf("quarterly", "periodic", 90)};
  inputs_.first = CivilDay(2026, 1, 24);
  inputs_.last = CivilDay(2026, 1, 25);
  AddAccounts(1, CivilDay(2026, 1, 24));
  EXPECT_THAT(Plan(), IsEmpty());
}

}  // namespace
}  // namespace mainstay::engagement
