// Random clocks under random calendars against a walk over every minute.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/calendar/calendar_test_kit.h"
#include "services/feedback/sla/clock_replan.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {
namespace {

using calendar::EveryMinute;
using calendar::Random;
using calendar::WorkingTime;

constexpr int kDays = 12;

// A calendar compiled, and its minutes one by one. It is the same days for every calendar of a
// zone.
struct Counted {
  Counted(Random& random, const char* zone_name, absl::TimeZone zone, absl::CivilDay first)
      : Counted(calendar::RandomCalendar(random, zone_name, first, kDays), zone, first) {}
  Counted(const calendar::WorkingCalendar& hours, absl::TimeZone zone, absl::CivilDay first)
      : working(WorkingTime::Compile(hours).value()), every(hours, zone, first, kDays) {}

  WorkingTime working;
  EveryMinute every;
};

// What happens to a clock, minute by minute: told as facts, and walked over.
class Story {
 public:
  Story(Random& random, const EveryMinute& every) : every_(every), last_(every.minutes() - 1) {
    const size_t minutes = static_cast<size_t>(every.minutes());
    paused_.resize(minutes);
    resolved_.resize(minutes);
    start_ = random.To(last_ / 2);
    facts_.start = every.At(start_);
    AddPauses(random);
    AddEnd(random);
    terms_.target = absl::Minutes(random.Chance(3) ? 0 : random.To(random.Chance(50) ? 600 : 4000));
    terms_.at_risk_after =
        absl::Minutes(random.To(static_cast<int>(terms_.target / absl::Minutes(1))));
    terms_.count_reopened = random.Chance(50);
  }

  // As Read(), by walking every minute from the start to `at`. Due times behind the days walked
  // over are nothing.
  ClockReading Walk(const EveryMinute& every, int at) const;

  const ClockTerms& terms() const { return terms_; }
  const ClockFacts& facts() const { return facts_; }
  int start() const { return start_; }
  int last() const { return last_; }

 private:
  void AddPauses(Random& random);
  void AddEnd(Random& random);
  bool paused(int minute) const { return paused_[static_cast<size_t>(minute)] != 0; }
  bool resolved(int minute) const { return resolved_[static_cast<size_t>(minute)] != 0; }

  const EveryMinute& every_;
  int last_;
  int start_ = 0;
  ClockTerms terms_;
  ClockFacts facts_;
  std::vector<char> paused_;    // whether a pause covers the minute
  std::vector<char> resolved_;  // whether it was taken for resolved
  std::optional<int> withdrawn_;
};

// They overlap, are empty or upside down, begin before the start or never end.
void Story::AddPauses(Random& random) {
  for (int i = random.Chance(20) ? 20 : random.To(5); i > 0; --i) {
    const int from = random.To(last_);
    const int to = random.Chance(10)
                       ? from - random.To(1) * std::min(from, 9)
                       : std::min(last_, from + random.To(random.Chance(50) ? 90 : 2000));
    const bool open = random.Chance(3);
    facts_.pauses.push_back({every_.At(from), open ? absl::InfiniteFuture() : every_.At(to)});
    for (int m = from; m < (open ? last_ + 1 : to); ++m) paused_[static_cast<size_t>(m)] = 1;
  }
}

// Met not at all, once, or again after as many as three reopenings; or withdrawn in the end.
void Story::AddEnd(Random& random) {
  int from = start_ + random.To(last_ - start_);
  for (int i = random.Chance(50) ? random.To(3) : 0; i > 0; --i) {
    const int to = from + random.To((last_ - from) / 2);
    facts_.undone.push_back({every_.At(from), every_.At(to)});
    for (int m = from; m < to; ++m) resolved_[static_cast<size_t>(m)] = 1;
    from = to + 1 + random.To((last_ - to) / 2);
    if (from > last_) return;
  }
  if (random.Chance(60)) {
    facts_.met = every_.At(from);
    for (int m = from; m <= last_; ++m) resolved_[static_cast<size_t>(m)] = 1;
    from += random.To(last_ - from);
  }
  if (random.Chance(20)) {
    withdrawn_ = from;
    facts_.withdrawn = every_.At(from);
  }
}

ClockReading Story::Walk(const EveryMinute& every, int at) const {
  int end = at;
  const bool met = resolved(at);
  if (met) {
    while (end > start_ && resolved(end - 1)) --end;
  }
  const bool withdrawn = !met && withdrawn_ && *withdrawn_ <= at;
  if (withdrawn) end = *withdrawn_;

  const int target = static_cast<int>(terms_.target / absl::Minutes(1));
  const int at_risk_after = static_cast<int>(terms_.at_risk_after / absl::Minutes(1));
  int handling = 0;
  int real = 0;
  int at_risk_at = -1;
  int due_at = -1;
  const auto look = [&](int minute, int used) {
    if (used == at_risk_after && at_risk_at < 0) at_risk_at = minute;
    if (used == target && due_at < 0) due_at = minute;
  };
  for (int m = start_; m <= end; ++m) {
    look(m, terms_.count_reopened ? real : handling);
    if (m == end || !every.works(m) || paused(m)) continue;
    ++real;
    if (!resolved(m)) ++handling;
  }
  ClockReading reading;
  reading.handling = absl::Minutes(handling);
  reading.real = absl::Minutes(real);
  int used = terms_.count_reopened ? real : handling;
  reading.remaining = terms_.target - absl::Minutes(used);

  const bool due = due_at >= 0 && (due_at < end || (!met && !withdrawn));
  if (due) reading.breach_time = every.At(due_at);
  reading.state = met               ? due ? kClockMetLate : kClockMetInTime
                  : withdrawn       ? kClockWithdrawn
                  : due             ? kClockBreached
                  : paused(end)     ? kClockPaused
                  : at_risk_at >= 0 ? kClockAtRisk
                                    : kClockRunning;
  // What is to come, if nothing happens any more.
  for (int m = end; m < last_ && due_at < 0 && !paused(end); ++m) {
    if (every.works(m)) look(m + 1, ++used);
  }
  if (at_risk_at >= 0) reading.at_risk_time = every.At(at_risk_at);
  if (due_at >= 0) reading.due_time = every.At(due_at);
  return reading;
}

// Compares, leaving out due times behind the days walked over.
void Check(const Story& story, const Counted& counted, int at, const ClockReading& walked) {
  ClockReading computed = Read(story.terms(), story.facts(), counted.working, counted.every.At(at));
  const absl::Time horizon = counted.every.At(story.last());
  for (auto* time : {&computed.at_risk_time, &computed.due_time}) {
    if (*time && **time > horizon) time->reset();
  }
  ASSERT_EQ(computed.state, walked.state) << at;
  ASSERT_EQ(computed.handling, walked.handling) << at;
  ASSERT_EQ(computed.real, walked.real) << at;
  ASSERT_EQ(computed.remaining, walked.remaining) << at;
  ASSERT_EQ(computed.at_risk_time, walked.at_risk_time) << at;
  ASSERT_EQ(computed.due_time, walked.due_time) << at;
  ASSERT_EQ(computed.breach_time, walked.breach_time) << at;
}

void CheckSometimes(Random& random, const Story& story, const Counted& counted) {
  for (int i = 0; i < 4; ++i) {
    const int at = story.start() + random.To(story.last() - story.start());
    const ClockReading walked = story.Walk(counted.every, at);
    Check(story, counted, at, walked);
    if (::testing::Test::HasFatalFailure()) return;
    // And on both sides of the instant at which it is due.
    if (i > 0 || !walked.due_time) continue;
    const int due = static_cast<int>((*walked.due_time - counted.every.At(0)) / absl::Minutes(1));
    for (const int near : {due - 1, due, due + 1}) {
      if (near < story.start() || near > story.last()) continue;
      Check(story, counted, near, story.Walk(counted.every, near));
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(SlaClockRandomTest, AgreesWithAWalkOverEveryMinute) {
  Random random(calendar::TestSeed());
  for (int i = 0; i < 78; ++i) {
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted counted(random, zone_name, zone, first);
    for (int clocks = 0; clocks < 40; ++clocks) {
      SCOPED_TRACE(absl::StrCat("clock ", clocks));
      const Story story(random, counted.every);
      CheckSometimes(random, story, counted);
      if (HasFatalFailure()) return;
    }
  }
}

// The same facts under another calendar are what they would have been under it all along, and the
// change of plan has both.
TEST(SlaClockRandomTest, AChangeOfCalendarIsCountedFromTheFacts) {
  Random random(calendar::TestSeed());
  for (int i = 0; i < 18; ++i) {
    const char* zone_name = calendar::kTestZones[i % 6];
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(zone_name, &zone));
    const absl::CivilDay first = calendar::RandomDay(random, zone);
    SCOPED_TRACE(absl::StrCat("calendar ", i, ", ", zone_name, ", ", absl::FormatCivilTime(first)));
    const Counted before(random, zone_name, zone, first);
    const Counted after(random, zone_name, zone, first);
    for (int clocks = 0; clocks < 25; ++clocks) {
      const Story story(random, before.every);
      CheckSometimes(random, story, after);
      if (HasFatalFailure()) return;

      const absl::Time now =
          before.every.At(story.start() + random.To(story.last() - story.start()));
      const ClockReading was = Read(story.terms(), story.facts(), before.working, now);
      const ClockReading is = Read(story.terms(), story.facts(), after.working, now);
      const auto replan = Replan("resolve", "calendar", {story.terms(), &before.working},
                                 {story.terms(), &after.working}, story.facts(), now);
      const bool changes = was.due_time != is.due_time || was.at_risk_time != is.at_risk_time ||
                           was.state != is.state;
      ASSERT_EQ(replan.has_value(), IsOpen(story.facts(), now) && changes);
      if (!replan) continue;
      ASSERT_EQ(replan->due_before, was.due_time);
      ASSERT_EQ(replan->due_after, is.due_time);
      ASSERT_EQ(replan->state_before, was.state);
      ASSERT_EQ(replan->state_after, is.state);
    }
  }
}

}  // namespace
}  // namespace mainstay::feedback
