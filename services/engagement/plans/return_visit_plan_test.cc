#include "services/engagement/plans/return_visit_plan.h"

#include <gtest/gtest.h>

namespace mainstay::engagement {
namespace {

using absl::CivilDay;

constexpr CivilDay kDue(2026, 3, 2);

// Moved from its date, the 2nd, to the 16th.
PlanItem ItemOf(std::vector<PlanReason> reasons) {
  PlanItem item;
  item.visit.due = kDue;
  item.visit.start = absl::FromCivil(kDue + 14, absl::UTCTimeZone()) + absl::Hours(9);
  item.visit.reasons = std::move(reasons);
  return item;
}

bool IsServed(const PlanItem& item, CivilDay spoken) {
  return IsServedBySpeaking(item, spoken, absl::UTCTimeZone());
}

TEST(PlanItemTest, WhatIsPeriodicIsServedInItsWeek) {
  PlanItem item = ItemOf({{.kind = "periodic", .cause = kDue - 30}});
  EXPECT_FALSE(IsServed(item, kDue - 7));
  EXPECT_TRUE(IsServed(item, kDue - 6));
  EXPECT_TRUE(IsServed(item, kDue + 6));
  EXPECT_FALSE(IsServed(item, kDue + 7));
  EXPECT_TRUE(IsServed(item, kDue + 8)) << "near the day it is planned on";
  item.edited = true;
  EXPECT_FALSE(IsServed(item, kDue)) << "somebody gave it its day";
  EXPECT_TRUE(IsServed(item, kDue + 14));
}

TEST(PlanItemTest, WhatIsPeriodicAndLateIsServedByWhatEndsIt) {
  // Every 20 days: with a contact 11 days after the last one it would not have been late.
  PlanItem late = ItemOf({{.kind = "periodic", .overdue = 10, .cause = kDue - 30}});
  EXPECT_FALSE(IsServed(late, kDue - 20));
  EXPECT_TRUE(IsServed(late, kDue - 19));
  EXPECT_TRUE(IsServed(late, kDue + 7));
  PlanItem first = ItemOf({{.kind = "periodic"}});
  EXPECT_TRUE(IsServed(first, kDue + 7));
  for (PlanItem* item : {&late, &first}) {
    item->edited = true;
    EXPECT_FALSE(IsServed(*item, kDue + 7)) << "somebody gave it its day";
  }
}

TEST(PlanItemTest, WhatIsLateAfterAnOrderIsServedByAnyContactSince) {
  const CivilDay order = kDue - 30;
  const PlanItem late = ItemOf({{.kind = "after_order", .overdue = 5, .cause = order}});
  EXPECT_FALSE(IsServed(late, order));
  EXPECT_TRUE(IsServed(late, order + 1));
  const PlanItem in_time = ItemOf({{.kind = "after_order", .cause = order}});
  EXPECT_FALSE(IsServed(in_time, kDue));
}

TEST(PlanItemTest, OtherReasonsAskForAVisit) {
  EXPECT_FALSE(IsServed(ItemOf({{.kind = "before_festival"}}), kDue));
  EXPECT_FALSE(IsServed(ItemOf({{.kind = "periodic"}, {.kind = "before_festival"}}), kDue));
  EXPECT_FALSE(IsServed(ItemOf({}), kDue)) << "added by somebody";
}

}  // namespace
}  // namespace mainstay::engagement
