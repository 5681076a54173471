// Random calendars, and a count of every minute to hold what is computed against: for tests.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/working_calendar.h"

namespace mainstay::calendar {

// Zones without and with summer time, with half hours, with a half hour of summer time and with a
// date that was left out.
inline constexpr const char* kTestZones[] = {"Asia/Shanghai",       "Europe/Berlin",
                                             "America/New_York",    "Asia/Kolkata",
                                             "Australia/Lord_Howe", "Pacific/Apia"};

// From the environment (MAINSTAY_SEED), or always the same; prints it.
uint64_t TestSeed();

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // 0 to `last`.
  int To(int last) { return std::uniform_int_distribution<int>(0, last)(engine_); }
  bool Chance(int percent) { return To(99) < percent; }

 private:
  std::mt19937_64 engine_;
};

// Hours of a day, split into as many as four shifts; perhaps none.
std::vector<Shift> RandomShifts(Random& random);

// With holidays and make-up workdays among the first `days` from `first` on.
WorkingCalendar RandomCalendar(Random& random, const char* zone, absl::CivilDay first, int days);

// Half the time around a change of the clocks.
absl::CivilDay RandomDay(Random& random, absl::TimeZone zone);

// Every minute of some days, looked at one by one. The wall clock counts by the latest time that it
// has shown: while it repeats an hour, it shows nothing new.
class EveryMinute {
 public:
  EveryMinute(const WorkingCalendar& calendar, absl::TimeZone zone, absl::CivilDay first, int days);

  int minutes() const { return static_cast<int>(works_.size()); }
  bool works(int minute) const { return works_[static_cast<size_t>(minute)] != 0; }
  absl::Time At(int minute) const { return begin_ + absl::Minutes(minute); }

  absl::Duration Between(int from, int to) const {
    return absl::Minutes(before_[static_cast<size_t>(to)] - before_[static_cast<size_t>(from)]);
  }
  std::optional<absl::Time> Next(int from) const {
    while (from < minutes() && !works(from)) ++from;
    return from < minutes() ? std::optional(At(from)) : std::nullopt;
  }
  std::optional<absl::Time> Previous(int from) const {
    while (from > 0 && !works(from - 1)) --from;
    return from > 0 ? std::optional(At(from)) : std::nullopt;
  }

 private:
  absl::Time begin_;
  std::vector<int> works_;   // 1 when the minute works
  std::vector<int> before_;  // working minutes before the minute
};

}  // namespace mainstay::calendar
