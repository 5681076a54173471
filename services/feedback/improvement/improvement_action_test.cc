#include "services/feedback/improvement/improvement_action.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ImprovementAction Ready() {
  return {.title = "Better seals",
          .owner = "li.na",
          .due_date = absl::CivilDay(2026, 9, 30),
          .measure = {.figure = "first_time_right_rate", .category = "product"}};
}

const MeasuredValue kBefore = {
    .value = 0.5, .first_day = absl::CivilDay(2026, 4, 1), .last_day = absl::CivilDay(2026, 6, 30)};

const MeasuredValue kAfter = {
    .value = 0.7, .first_day = absl::CivilDay(2026, 7, 1), .last_day = absl::CivilDay(2026, 9, 30)};

TEST(ImprovementActionTest, GoesThroughTheCycle) {
  ImprovementAction action = Ready();
  ASSERT_TRUE(Start(action, kBefore).ok());
  EXPECT_EQ(action.state, "do");
  MeasuredValue overlapping = kAfter;
  overlapping.first_day = kBefore.last_day;
  EXPECT_THAT(FieldsOf(Check(action, overlapping)), ElementsAre("after.first_day"));
  EXPECT_EQ(action.state, "do");
  ASSERT_TRUE(Check(action, kAfter).ok());
  ASSERT_TRUE(Check(action, kAfter).ok());  // measured anew
  ASSERT_TRUE(Repeat(action, absl::CivilDay(2026, 12, 31), "not enough").ok());
  EXPECT_FALSE(action.after.has_value()) << "of this turn nothing is measured yet";
  EXPECT_EQ(action.turn, 2);
  EXPECT_EQ(action.due_date, absl::CivilDay(2026, 12, 31));
  EXPECT_EQ(Standardize(action, "x").code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(Check(action, kAfter).ok());
  EXPECT_THAT(FieldsOf(Standardize(action, "  ")), ElementsAre("outcome"));
  ASSERT_TRUE(Standardize(action, "new seals for all").ok());
  EXPECT_EQ(action.state, "act");
  EXPECT_EQ(Cancel(action, "why").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(ImprovementActionTest, StartsWhenItIsSaidWhatIsToBeReachedAndWhen) {
  ImprovementAction action = {.title = "x", .owner = "li.na"};
  const absl::Status status = Start(action, kBefore);
  EXPECT_EQ(status::GetErrorDetail(status)->reason, "NOT_READY");
  EXPECT_THAT(std::string(status.message()), HasSubstr("due_date, measure.figure"));
  EXPECT_EQ(action.state, "plan");
  EXPECT_THAT(FieldsOf(Cancel(action, "")), ElementsAre("reason"));
  EXPECT_TRUE(Cancel(action, "no budget").ok());
  EXPECT_EQ(action.outcome, "no budget");
}

TEST(ImprovementActionTest, NamesAllThatCannotBeAccepted) {
  ImprovementAction action = Ready();
  FillIn(action);
  EXPECT_EQ(action.measure.unit, "share");
  EXPECT_THAT(FieldsOf(Validate(action)), IsEmpty());
  action.title.clear();
  action.owner = "a b";
  action.year = 1999;
  action.measure.source = "a guess";
  action.measure.category = "No code";
  EXPECT_THAT(FieldsOf(Validate(action)),
              ElementsAre("title", "owner", "quarter.year", "quarter.quarter", "measure.source",
                          "measure.category"));
  action = Ready();
  action.measure = {.figure = "by_hand", .category = "product"};
  EXPECT_THAT(FieldsOf(Validate(action)),
              ElementsAre("measure.unit", "measure.source", "measure.figure"));
}

TEST(ImprovementActionTest, FieldsAreTextsAndBack) {
  ImprovementAction action = Ready();
  action.year = 2026;
  action.quarter = 3;
  action.case_ids = {"a", "b"};
  action.measure.goal = 0.75;
  ImprovementAction copy;
  for (const auto& field : ImprovementActionFields()) field.set(copy, field.get(action));
  EXPECT_THAT(history::Diff(ImprovementActionFields(), action, copy), IsEmpty());
  EXPECT_EQ(copy.measure.goal, 0.75);
  EXPECT_EQ(copy.quarter, 3);
  EXPECT_EQ(copy.due_date, action.due_date);
}

TEST(ImprovementActionTest, FieldsTellNumbersApartThatDifferByLittle) {
  ImprovementAction action = Ready();
  action.measure.goal = 1234567.25;
  action.before = MeasuredValue{.value = 1234567.25};
  ImprovementAction other = action;
  other.measure.goal = 1234567.5;
  other.before->value = 1234567.5;
  const auto changes = history::Diff(RecordedImprovementActionFields(), action, other);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[1].new_value.substr(0, 10), "1234567.5 ");
  for (const auto& field : ImprovementActionFields()) field.set(other, field.get(action));
  EXPECT_EQ(other.measure.goal, 1234567.25);
}

TEST(ImprovementActionTest, ReadsFiguresOfCases) {
  CaseFigures figures;
  figures.received = 7;
  figures.first_time_right = 3;
  EXPECT_EQ(ValueOf("received_count", figures), 7);
  EXPECT_EQ(ValueOf("first_time_right_rate", figures), std::nullopt);
  figures.judged = 4;
  EXPECT_EQ(ValueOf("first_time_right_rate", figures), 0.75);
  EXPECT_EQ(ValueOf("resolve_attainment_rate", figures), std::nullopt);
  figures.clocks = {{.clock = "resolve", .in_time = 1, .late = 3}};
  EXPECT_EQ(ValueOf("resolve_attainment_rate", figures), 0.25);
  figures.median_settling_time = absl::Minutes(90);
  EXPECT_EQ(ValueOf("median_settling_hours", figures), 1.5);
}

}  // namespace
}  // namespace mainstay::feedback
