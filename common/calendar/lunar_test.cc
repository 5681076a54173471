#include "common/calendar/lunar.h"

#include <gtest/gtest.h>

namespace mainstay::calendar {
namespace {

// New Year's days and festivals as published in the Hong Kong Observatory's conversion tables.
TEST(LunarTest, KnowsPublishedDays) {
  struct Case {
    LunarDay lunar;
    absl::CivilDay solar;
  };
  const Case cases[] = {
      {{1990, 1, false, 1}, absl::CivilDay(1990, 1, 27)},
      {{2000, 1, false, 1}, absl::CivilDay(2000, 2, 5)},
      {{2020, 4, true, 1}, absl::CivilDay(2020, 5, 23)},
      {{2023, 2, true, 1}, absl::CivilDay(2023, 3, 22)},
      {{2024, 8, false, 15}, absl::CivilDay(2024, 9, 17)},
      {{2025, 1, false, 1}, absl::CivilDay(2025, 1, 29)},
      {{2025, 6, true, 1}, absl::CivilDay(2025, 7, 25)},
      {{2025, 12, false, 29}, absl::CivilDay(2026, 2, 16)},
      {{2026, 1, false, 1}, absl::CivilDay(2026, 2, 17)},
      {{2026, 5, false, 5}, absl::CivilDay(2026, 6, 19)},
      {{2026, 8, false, 15}, absl::CivilDay(2026, 9, 25)},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ToSolar(c.lunar), c.solar) << c.solar;
    EXPECT_EQ(ToLunar(c.solar), c.lunar) << c.solar;
  }
}

// ICU begins these months a day too late or too early.
TEST(LunarTest, BeginsMonthsByTheNewMoonAlsoAroundMidnight) {
  EXPECT_EQ(ToSolar({2027, 1, false, 1}), absl::CivilDay(2027, 2, 6));
  EXPECT_EQ(ToLunar(absl::CivilDay(2027, 2, 5)), (LunarDay{2026, 12, false, 29}));
  EXPECT_EQ(ToLunar(absl::CivilDay(2027, 2, 6)), (LunarDay{2027, 1, false, 1}));
  EXPECT_EQ(ToLunar(absl::CivilDay(2027, 2, 7)), (LunarDay{2027, 1, false, 2}));
  EXPECT_EQ(ToSolar({2027, 1, false, 15}), absl::CivilDay(2027, 2, 20));
  EXPECT_EQ(ToSolar({2026, 12, false, 30}), std::nullopt);

  EXPECT_EQ(ToSolar({2030, 1, false, 1}), absl::CivilDay(2030, 2, 3));
  EXPECT_EQ(ToLunar(absl::CivilDay(2030, 2, 2)), (LunarDay{2029, 12, false, 30}));
  EXPECT_EQ(ToSolar({2029, 12, false, 30}), absl::CivilDay(2030, 2, 2));

  EXPECT_EQ(ToSolar({1954, 1, false, 1}), absl::CivilDay(1954, 2, 3));
  EXPECT_EQ(ToLunar(absl::CivilDay(2018, 11, 8))->day, 1);
  EXPECT_EQ(ToLunar(absl::CivilDay(2012, 8, 17))->day, 1);
}

TEST(LunarTest, RefusesDaysThatDoNotExist) {
  EXPECT_EQ(ToSolar({2025, 12, false, 30}), std::nullopt) << "that month had 29 days";
  EXPECT_EQ(ToSolar({2026, 6, true, 1}), std::nullopt) << "2026 has no leap month";
  EXPECT_EQ(ToSolar({2026, 13, false, 1}), std::nullopt);
  EXPECT_EQ(ToSolar({2026, 1, false, 31}), std::nullopt);
  EXPECT_EQ(ToSolar({1899, 1, false, 1}), std::nullopt);
}

TEST(LunarTest, EveryDayOfTwoHundredYearsGoesThereAndBack) {
  for (absl::CivilDay day(1901, 2, 19); day < absl::CivilDay(2100, 12, 31); day += 3) {
    std::optional<LunarDay> lunar = ToLunar(day);
    ASSERT_TRUE(lunar.has_value()) << day;
    ASSERT_EQ(ToSolar(*lunar), day) << day;
  }
}

}  // namespace
}  // namespace mainstay::calendar
