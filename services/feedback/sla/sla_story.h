// What happens to a clock minute by minute, told as facts and walked over: for tests.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "common/calendar/calendar_test_kit.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {

constexpr int kStoryDays = 12;

// A calendar compiled, and its minutes one by one. It is the same days for every calendar of a
// zone.
struct Counted {
  Counted(calendar::Random& random, const char* zone_name, absl::TimeZone zone,
          absl::CivilDay first)
      : Counted(calendar::RandomCalendar(random, zone_name, first, kStoryDays), zone, first) {}
  Counted(const calendar::WorkingCalendar& of, absl::TimeZone zone, absl::CivilDay first)
      : hours(of),
        working(calendar::WorkingTime::Compile(of).value()),
        every(of, zone, first, kStoryDays) {}

  calendar::WorkingCalendar hours;
  calendar::WorkingTime working;
  calendar::EveryMinute every;
};

class Story {
 public:
  // A random one.
  Story(calendar::Random& random, const calendar::EveryMinute& every);
  // One that begins in that minute, and to which happens what is said from then on; without facts.
  Story(const calendar::EveryMinute& every, int start, const ClockTerms& terms);
  // From that minute on it is paused or not, taken for met or not.
  void Pause(int from, bool on) { Mark(paused_, from, on); }
  void Met(int from, bool on) { Mark(resolved_, from, on); }
  void Withdraw(std::optional<int> minute) { withdrawn_ = minute; }

  // As Read(), by walking every minute from the start to `at`. Due times behind the days walked
  // over are nothing.
  ClockReading Walk(const calendar::EveryMinute& every, int at) const;

  const ClockTerms& terms() const { return terms_; }
  const ClockFacts& facts() const { return facts_; }
  int start() const { return start_; }
  int last() const { return last_; }

 private:
  void AddPauses(calendar::Random& random, const calendar::EveryMinute& every);
  void AddEnd(calendar::Random& random, const calendar::EveryMinute& every);
  static void Mark(std::vector<char>& minutes, int from, bool on) {
    std::fill(minutes.begin() + from, minutes.end(), on ? 1 : 0);
  }
  bool paused(int minute) const { return paused_[static_cast<size_t>(minute)] != 0; }
  bool resolved(int minute) const { return resolved_[static_cast<size_t>(minute)] != 0; }

  int last_;
  int start_ = 0;
  ClockTerms terms_;
  ClockFacts facts_;
  std::vector<char> paused_;    // whether a pause covers the minute
  std::vector<char> resolved_;  // whether it was taken for resolved
  std::optional<int> withdrawn_;
};

// Expects the same of both, leaving out due times behind `horizon`, the end of the days walked
// over.
void ExpectWalked(ClockReading computed, const ClockReading& walked, absl::Time horizon);

}  // namespace mainstay::feedback
