#include "services/engagement/visits/visit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kChen[] = "0190c7a0-0000-7000-8000-000000000001";
constexpr char kLi[] = "0190c7a0-0000-7000-8000-000000000002";

absl::Time At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, std::string(text), &time, &error)) << error;
  return time;
}

Visit Planned() {
  Visit visit;
  visit.kind = "visit";
  visit.planned_start = At("2026-12-01T09:00:00+08:00");
  FillIn(visit, "wang.li");
  return visit;
}

std::vector<std::string> BadFields(const Visit& visit) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(visit))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(VisitTest, WhatIsAbsentIsFilledIn) {
  const Visit visit = Planned();
  EXPECT_EQ(visit.mode, "on_site");
  EXPECT_EQ(visit.time_zone, "Asia/Shanghai");
  EXPECT_EQ(visit.planned_end - visit.planned_start, absl::Hours(1));
  EXPECT_THAT(visit.participants, ElementsAre(Participant{"wang.li", ""}));
  EXPECT_THAT(BadFields(visit), IsEmpty());
}

TEST(VisitTest, RefusesWhatCannotBe) {
  Visit visit = Planned();
  visit.kind.clear();
  visit.time_zone = "Beijing";
  visit.planned_end = visit.planned_start;
  visit.place = std::string(301, 'x');
  EXPECT_THAT(BadFields(visit), ElementsAre("kind", "planned_end_time", "time_zone", "place"));

  visit = Planned();
  visit.planned_end = visit.planned_start + absl::Hours(24) + absl::Seconds(1);
  EXPECT_THAT(BadFields(visit), ElementsAre("planned_end_time"));
  visit.planned_end -= absl::Seconds(1);
  EXPECT_THAT(BadFields(visit), IsEmpty());

  visit = Planned();
  visit.participants = {{"wang.li", ""}, {"a/b", ""}, {"wang.li", "staff"}};
  visit.attendees = {{kChen, "", true}, {kLi, "", true}, {kChen, "", false}};
  EXPECT_THAT(BadFields(visit), ElementsAre("participants[1].user", "participants[2].user",
                                            "attendees[1].host", "attendees[2].contact"));
}

TEST(VisitTest, LevelsMatchByTheHighestOnEachSide) {
  Visit visit = Planned();
  EXPECT_EQ(LevelMatch(visit), "");
  visit.participants = {{"a", "staff"}, {"b", "director"}};
  EXPECT_EQ(LevelMatch(visit), "");
  visit.attendees = {{kChen, "", false}, {kLi, "manager", false}};
  EXPECT_EQ(LevelMatch(visit), "ours_higher");
  visit.attendees[0].level = "director";
  EXPECT_EQ(LevelMatch(visit), "equal");
  visit.attendees[0].level = "executive";
  EXPECT_EQ(LevelMatch(visit), "ours_lower");
}

TEST(VisitTest, OnTimeIsUpToTheToleranceAndBeforeTheEnd) {
  Visit visit = Planned();
  const absl::Duration tolerance = absl::Minutes(15);
  EXPECT_TRUE(IsOnTime(visit, visit.planned_start - absl::Hours(2), tolerance));
  EXPECT_TRUE(IsOnTime(visit, visit.planned_start + tolerance, tolerance));
  EXPECT_FALSE(IsOnTime(visit, visit.planned_start + tolerance + absl::Seconds(1), tolerance));
  visit.planned_end = visit.planned_start + absl::Minutes(10);
  EXPECT_FALSE(IsOnTime(visit, visit.planned_end, tolerance));
}

TEST(VisitTest, TheFieldTableGetsAndSetsTheSame) {
  Visit full = Planned();
  full.purpose = "Renewal\nof the frame contract";
  full.participants = {{"wang.li", "manager"}, {"zhao.min", ""}};
  full.attendees = {{kChen, "director", true}, {kLi, "", false}};
  full.state = "completed";
  full.check_in_time = full.planned_start + absl::Microseconds(1);
  full.check_in_position = Position{31.2304, 121.4737};
  full.on_time = false;
  full.complete_time = full.planned_end;
  full.customer_needs = {"faster delivery", "更低的价格"};
  full.next_visit_date = absl::CivilDay(2027, 1, 15);
  full.form_answers = {{"mood", "good = very\\good\nindeed"}, {"score", "8"}};
  Visit copy;
  for (const auto& field : VisitFields()) field.set(copy, field.get(full));
  EXPECT_THAT(history::Diff(VisitFields(), full, copy), IsEmpty());
  EXPECT_EQ(copy.participants, full.participants);
  EXPECT_EQ(copy.attendees, full.attendees);
  EXPECT_EQ(copy.form_answers, full.form_answers);
  EXPECT_EQ(copy.check_in_time, full.check_in_time);
  EXPECT_EQ(copy.on_time, full.on_time);
  EXPECT_EQ(KindOf("place"), FieldKind::kPlan);
  EXPECT_EQ(KindOf("content"), FieldKind::kRecord);
  EXPECT_EQ(KindOf("state"), FieldKind::kVerb);
}

}  // namespace
}  // namespace mainstay::engagement
