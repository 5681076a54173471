#include "services/accounts/contacts/important_date.h"

#include <gtest/gtest.h>

namespace mainstay::accounts {
namespace {

using absl::CivilDay;

TEST(NextOccurrenceTest, OfTheSolarCalendar) {
  const ImportantDate birthday{.kind = "birthday", .year = 1980, .month = 3, .day = 5};
  EXPECT_EQ(NextOccurrence(birthday, CivilDay(2026, 3, 5)), CivilDay(2026, 3, 5));
  EXPECT_EQ(NextOccurrence(birthday, CivilDay(2026, 3, 6)), CivilDay(2027, 3, 5));
  const ImportantDate leap{.kind = "birthday", .month = 2, .day = 29};
  EXPECT_EQ(NextOccurrence(leap, CivilDay(2026, 1, 1)), CivilDay(2026, 2, 28));
  EXPECT_EQ(NextOccurrence(leap, CivilDay(2028, 1, 1)), CivilDay(2028, 2, 29));
}

TEST(NextOccurrenceTest, OfTheLunarCalendar) {
  // 八月十五 of 2026 was the 25th of September, of 2027 is the 15th.
  const ImportantDate autumn{.kind = "festival", .lunar = true, .month = 8, .day = 15};
  EXPECT_EQ(NextOccurrence(autumn, CivilDay(2026, 1, 1)), CivilDay(2026, 9, 25));
  EXPECT_EQ(NextOccurrence(autumn, CivilDay(2026, 9, 26)), CivilDay(2027, 9, 15));
  // 腊月廿三 of the lunar year 2025 is in February 2026.
  const ImportantDate kitchen{.kind = "festival", .lunar = true, .month = 12, .day = 23};
  EXPECT_EQ(NextOccurrence(kitchen, CivilDay(2026, 1, 1)), CivilDay(2026, 2, 10));
}

TEST(NextOccurrenceTest, WhatAYearDoesNotHaveIsNearby) {
  // 2025 has a leap sixth month, 2026 has none.
  const ImportantDate leap{
      .kind = "birthday", .lunar = true, .month = 6, .day = 10, .leap_month = true};
  EXPECT_EQ(NextOccurrence(leap, CivilDay(2025, 7, 20)), CivilDay(2025, 8, 3));
  const auto in_2026 = NextOccurrence(leap, CivilDay(2026, 1, 1));
  ASSERT_TRUE(in_2026.has_value());
  EXPECT_EQ(*in_2026, CivilDay(2026, 7, 23)) << "the tenth of the sixth month";
  // There is a last day of every twelfth month.
  const ImportantDate eve{.kind = "festival", .lunar = true, .month = 12, .day = 30};
  for (int year = 2026; year < 2040; ++year) {
    const auto day = NextOccurrence(eve, CivilDay(year, 1, 15));
    ASSERT_TRUE(day.has_value()) << year;
    const ImportantDate new_year{.kind = "festival", .lunar = true, .month = 1, .day = 1};
    EXPECT_EQ(*day + 1, NextOccurrence(new_year, *day)) << year;
  }
}

TEST(NextOccurrenceTest, EndsWithTheCalendars) {
  const ImportantDate birthday{.kind = "birthday", .month = 3, .day = 5};
  EXPECT_EQ(NextOccurrence(birthday, CivilDay(2100, 3, 6)), std::nullopt);
}

}  // namespace
}  // namespace mainstay::accounts
