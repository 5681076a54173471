#include "common/calendar/festival.h"

#include <algorithm>

#include "common/calendar/working_calendar.h"

namespace mainstay::calendar {
namespace {

constexpr Festival kFestivals[] = {
    {"new_year", "元旦", "New Year's Day", false, 1, 1},
    {"spring_festival", "春节", "Spring Festival", true, 1, 1},
    {"lantern_festival", "元宵节", "Lantern Festival", true, 1, 15},
    {"womens_day", "妇女节", "Women's Day", false, 3, 8},
    {"labour_day", "劳动节", "Labour Day", false, 5, 1},
    {"dragon_boat", "端午节", "Dragon Boat Festival", true, 5, 5},
    {"mid_autumn", "中秋节", "Mid-Autumn Festival", true, 8, 15},
    {"teachers_day", "教师节", "Teachers' Day", false, 9, 10},
    {"national_day", "国庆节", "National Day", false, 10, 1},
    {"double_ninth", "重阳节", "Double Ninth Festival", true, 9, 9},
    {"christmas", "圣诞节", "Christmas", false, 12, 25},
};

}  // namespace

absl::Span<const Festival> Festivals() { return kFestivals; }

std::optional<Festival> FindFestival(std::string_view id) {
  const auto found = std::find_if(std::begin(kFestivals), std::end(kFestivals),
                                  [&](const Festival& festival) { return festival.id == id; });
  if (found == std::end(kFestivals)) return std::nullopt;
  return *found;
}

std::optional<absl::CivilDay> NextFestival(const Festival& festival, absl::CivilDay day) {
  // A lunar year ends in the solar year after the one in which it began.
  const auto first = static_cast<int>(day.year()) - (festival.lunar ? 1 : 0);
  for (int year = first; year <= kLastYear && year <= first + 2; ++year) {
    std::optional<absl::CivilDay> date = absl::CivilDay(year, festival.month, festival.day);
    if (festival.lunar) date = ToSolar({year, festival.month, false, festival.day});
    if (date && *date >= day) return date;
  }
  return std::nullopt;
}

}  // namespace mainstay::calendar
