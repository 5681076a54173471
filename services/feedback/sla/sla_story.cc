#include "services/feedback/sla/sla_story.h"

#include <algorithm>
#include <utility>

namespace mainstay::feedback {

using calendar::EveryMinute;
using calendar::Random;

Story::Story(Random& random, const EveryMinute& every) : last_(every.minutes() - 1) {
  const size_t minutes = static_cast<size_t>(every.minutes());
  paused_.resize(minutes);
  resolved_.resize(minutes);
  start_ = random.To(last_ / 2);
  facts_.start = every.At(start_);
  AddPauses(random, every);
  AddEnd(random, every);
  terms_.target = absl::Minutes(random.Chance(3) ? 0 : random.To(random.Chance(50) ? 600 : 4000));
  terms_.at_risk_after =
      absl::Minutes(random.To(static_cast<int>(terms_.target / absl::Minutes(1))));
  terms_.count_reopened = random.Chance(50);
}

Story::Story(const EveryMinute& every, int start, const ClockTerms& terms)
    : last_(every.minutes() - 1),
      start_(start),
      terms_(terms),
      paused_(static_cast<size_t>(every.minutes())),
      resolved_(static_cast<size_t>(every.minutes())) {}

// They overlap, are empty or upside down, begin before the start or never end.
void Story::AddPauses(Random& random, const EveryMinute& every) {
  for (int i = random.Chance(20) ? 20 : random.To(5); i > 0; --i) {
    const int from = random.To(last_);
    const int to = random.Chance(10)
                       ? from - random.To(1) * std::min(from, 9)
                       : std::min(last_, from + random.To(random.Chance(50) ? 90 : 2000));
    const bool open = random.Chance(3);
    facts_.pauses.push_back({every.At(from), open ? absl::InfiniteFuture() : every.At(to)});
    for (int m = from; m < (open ? last_ + 1 : to); ++m) paused_[static_cast<size_t>(m)] = 1;
  }
}

// Met not at all, once, or again after as many as three reopenings; or withdrawn in the end.
void Story::AddEnd(Random& random, const EveryMinute& every) {
  int from = start_ + random.To(last_ - start_);
  for (int i = random.Chance(50) ? random.To(3) : 0; i > 0; --i) {
    const int to = from + random.To((last_ - from) / 2);
    facts_.undone.push_back({every.At(from), every.At(to)});
    for (int m = from; m < to; ++m) resolved_[static_cast<size_t>(m)] = 1;
    from = to + 1 + random.To((last_ - to) / 2);
    if (from > last_) return;
  }
  if (random.Chance(60)) {
    facts_.met = every.At(from);
    for (int m = from; m <= last_; ++m) resolved_[static_cast<size_t>(m)] = 1;
    from += random.To(last_ - from);
  }
  if (random.Chance(20)) {
    withdrawn_ = from;
    facts_.withdrawn = every.At(from);
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

void ExpectWalked(ClockReading computed, const ClockReading& walked, absl::Time horizon) {
  for (auto* time : {&computed.at_risk_time, &computed.due_time}) {
    if (*time && **time > horizon) time->reset();
  }
  ASSERT_EQ(computed.state, walked.state);
  ASSERT_EQ(computed.handling, walked.handling);
  ASSERT_EQ(computed.real, walked.real);
  ASSERT_EQ(computed.remaining, walked.remaining);
  ASSERT_EQ(computed.at_risk_time, walked.at_risk_time);
  ASSERT_EQ(computed.due_time, walked.due_time);
  ASSERT_EQ(computed.breach_time, walked.breach_time);
}

}  // namespace mainstay::feedback
