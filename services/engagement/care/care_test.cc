#include "services/engagement/care/care.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;

TEST(CareTest, TasksSayWhatAndWhenInBothLanguages) {
  const CareItem birthday{.kind = "birthday", .day = absl::CivilDay(2026, 12, 5)};
  EXPECT_EQ(CareSubject(birthday), "Birthday of a contact on 2026-12-05: send good wishes");
  EXPECT_EQ(CareSubjectZh(birthday), "12月5日联系人生日：请问候客户");
  const CareItem autumn{
      .kind = "festival", .festival = "mid_autumn", .day = absl::CivilDay(2026, 9, 25)};
  EXPECT_EQ(CareSubject(autumn), "Mid-Autumn Festival on 2026-09-25: send good wishes");
  EXPECT_EQ(CareSubjectZh(autumn), "9月25日中秋节：请问候客户");
}

TEST(CareTest, TasksAreDueAtTheEndOfTheDayInChina) {
  const CareItem item{.day = absl::CivilDay(2026, 12, 5)};
  EXPECT_EQ(CareDueTime(item),
            absl::FromCivil(absl::CivilSecond(2026, 12, 5, 10, 0, 0), absl::UTCTimeZone()));
  EXPECT_EQ(CareDay(CareDueTime(item)), item.day);
  EXPECT_EQ(CareDay(CareDueTime(item) + absl::Hours(6)), item.day + 1);
}

TEST(CareRuleTest, TheDefaultsAreAFewFestivals) {
  EXPECT_EQ(DefaultCareRule("spring_festival").tiers.size(), 3u);
  EXPECT_THAT(DefaultCareRule("mid_autumn").tiers, ElementsAre("core", "potential"));
  EXPECT_TRUE(DefaultCareRule("christmas").tiers.empty());
  EXPECT_TRUE(Validate(DefaultCareRule("spring_festival")).ok());
}

TEST(CareRuleTest, EverythingWrongIsNamed) {
  EXPECT_THAT(FieldsOf(Validate({.tiers = {"core", "gold", "core"}, .days_ahead = 61})),
              ElementsAre("tiers[1]", "tiers[2]", "days_ahead"));
}

}  // namespace
}  // namespace mainstay::engagement
