// What our people's working days hold, and where in them there is room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/working_time.h"

namespace mainstay::engagement {

// Not thread-safe. Days are the working days of the period, by their position in it.
class DayBook {
 public:
  // The working days of [first, last]; `daily_limit` visits fill a person's day.
  DayBook(const calendar::WorkingTime& working, absl::CivilDay first, absl::CivilDay last,
          int daily_limit);

  const std::vector<absl::CivilDay>& days() const { return days_; }
  // The position of the first working day not before `day`, or of the last when there is none; the
  // other way round of the last not after `day`. There must be a working day.
  size_t OnOrAfter(absl::CivilDay day) const;
  size_t OnOrBefore(absl::CivilDay day) const;

  // Notes that a person is taken from `start` to `end`, which is one visit; in a region, if known.
  void Take(const std::string& user, absl::Time start, absl::Time end, const std::string& region);

  struct Load {
    int visits = 0;
    bool full = false;         // no room for another one
    bool same_region = false;  // somebody is visited there that day
  };
  Load LoadOf(const std::string& user, size_t day, const std::string& region) const;

  // The first stretch of `length` that is free on that day: within working hours, half an hour from
  // other visits. Nothing when there is none.
  std::optional<absl::Time> FreeSlot(const std::string& user, size_t day,
                                     absl::Duration length) const;
  // When the working day begins.
  absl::Time BeginOf(size_t day) const { return hours_[day].front().first; }

 private:
  using Stretch = std::pair<absl::Time, absl::Time>;
  struct Day {
    std::vector<Stretch> taken;
    std::vector<std::string> regions;
  };
  const Day* Find(const std::string& user, size_t day) const;

  const absl::TimeZone zone_;
  const int daily_limit_;
  std::vector<absl::CivilDay> days_;
  std::vector<std::vector<Stretch>> hours_;  // beside days_: the stretches of work
  absl::flat_hash_map<std::string, std::vector<Day>> people_;
};

}  // namespace mainstay::engagement
