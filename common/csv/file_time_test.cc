#include "common/csv/file_time.h"

#include <gtest/gtest.h>

namespace mainstay::csv {
namespace {

TEST(FileTimeTest, ReadsTimes) {
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  const absl::Time time = absl::FromUnixSeconds(1769841000);
  for (const char* text :
       {"2026-01-31 14:30", "2026-01-31 14:30:00", "2026/01/31 14:30", "2026/1/31 14:30:00",
        "2026-01-31T14:30:00", "2026-01-31T06:30:00Z", "2026-01-31T07:30:00+01:00"}) {
    EXPECT_EQ(ParseFileTime(text, zone), time) << text;
  }
  EXPECT_EQ(ParseFileTime("2026-01-31", zone), absl::FromUnixSeconds(1769788800));
  for (const char* text :
       {"", "soon", "2026-02-30", "31.01.2026", "14:30", "2026-01-31 25:00", "infinite-future"}) {
    EXPECT_EQ(ParseFileTime(text, zone), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mainstay::csv
