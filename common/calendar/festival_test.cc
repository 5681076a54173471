#include "common/calendar/festival.h"

#include <gtest/gtest.h>

namespace mainstay::calendar {
namespace {

using absl::CivilDay;

std::optional<CivilDay> Next(std::string_view id, CivilDay day) {
  return NextFestival(FindFestival(id).value(), day);
}

TEST(FestivalTest, AreFoundInTheSolarCalendar) {
  EXPECT_EQ(Next("national_day", CivilDay(2026, 10, 1)), CivilDay(2026, 10, 1));
  EXPECT_EQ(Next("national_day", CivilDay(2026, 10, 2)), CivilDay(2027, 10, 1));
}

TEST(FestivalTest, AreFoundInTheLunarCalendar) {
  EXPECT_EQ(Next("spring_festival", CivilDay(2026, 1, 1)), CivilDay(2026, 2, 17));
  EXPECT_EQ(Next("spring_festival", CivilDay(2026, 2, 18)), CivilDay(2027, 2, 6));
  EXPECT_EQ(Next("mid_autumn", CivilDay(2026, 1, 1)), CivilDay(2026, 9, 25));
  // 2025 has a leap sixth month before it.
  EXPECT_EQ(Next("mid_autumn", CivilDay(2025, 1, 1)), CivilDay(2025, 10, 6));
  EXPECT_EQ(Next("dragon_boat", CivilDay(2026, 1, 1)), CivilDay(2026, 6, 19));
}

TEST(FestivalTest, EndWithTheYearsKnown) {
  EXPECT_EQ(Next("christmas", CivilDay(2100, 12, 26)), std::nullopt);
  EXPECT_FALSE(FindFestival("carnival"));
}

// Every one is on one day of every year that people plan for.
TEST(FestivalTest, AreOnceAYear) {
  for (const Festival& festival : Festivals()) {
    for (int year = 2020; year < 2060; ++year) {
      const auto day = NextFestival(festival, CivilDay(year, 1, 1));
      ASSERT_TRUE(day) << festival.id;
      EXPECT_EQ(day->year(), year) << festival.id;
    }
  }
}

}  // namespace
}  // namespace mainstay::calendar
