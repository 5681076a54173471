#include "services/feedback/sla/sla_clock.h"

#include <algorithm>

namespace mainstay::feedback {
namespace {

using calendar::WorkingTime;

// Stretches in order that neither overlap nor touch, from `start` on.
std::vector<Stretch> United(std::vector<Stretch> stretches, absl::Time start) {
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::vector<Stretch> united;
  for (Stretch stretch : stretches) {
    stretch.from = std::max(stretch.from, start);
    if (stretch.to <= stretch.from) continue;
    if (!united.empty() && stretch.from <= united.back().to) {
      united.back().to = std::max(united.back().to, stretch.to);
    } else {
      united.push_back(stretch);
    }
  }
  return united;
}

// The time that does not count: pauses, and with `undone` what was taken for resolved.
std::vector<Stretch> Uncounted(const ClockFacts& facts, bool undone) {
  std::vector<Stretch> all = facts.pauses;
  if (undone) all.insert(all.end(), facts.undone.begin(), facts.undone.end());
  return United(std::move(all), facts.start);
}

// The working time from `start` to `end` outside of `uncounted`.
absl::Duration Used(absl::Time start, absl::Time end, const std::vector<Stretch>& uncounted,
                    const WorkingTime& working) {
  absl::Duration used = working.Between(start, end);
  for (const Stretch& stretch : uncounted) {
    if (stretch.from >= end) break;
    used -= working.Between(stretch.from, std::min(stretch.to, end));
  }
  return used;
}

// The first instant at which Used() equals `used`.
std::optional<absl::Time> Reaching(absl::Duration used, absl::Time start,
                                   const std::vector<Stretch>& uncounted,
                                   const WorkingTime& working) {
  if (used <= absl::ZeroDuration()) return start;
  absl::Time from = start;
  for (const Stretch& stretch : uncounted) {
    const absl::Duration counted = working.Between(from, stretch.from);
    if (used <= counted) break;
    used -= counted;
    from = stretch.to;
  }
  if (from == absl::InfiniteFuture()) return std::nullopt;
  return working.Add(from, used);
}

std::vector<Stretch> BegunBy(const std::vector<Stretch>& stretches, absl::Time at) {
  std::vector<Stretch> begun;
  for (const Stretch& stretch : stretches) {
    if (stretch.from > at) continue;
    begun.push_back({stretch.from, stretch.to > at ? absl::InfiniteFuture() : stretch.to});
  }
  return begun;
}

// When it ended, by facts as of some instant.
std::optional<absl::Time> EndOf(const ClockFacts& facts) {
  return facts.met ? facts.met : facts.withdrawn;
}

// What counts of a clock at some instant.
struct Known {
  ClockFacts facts;  // begun by `end`
  absl::Time end;    // the instant, or when the clock ended
};
Known KnownAt(const ClockFacts& facts, absl::Time at) {
  Known known{.facts = AsOf(facts, at)};
  known.end = std::max(facts.start, EndOf(known.facts).value_or(at));
  known.facts.pauses = BegunBy(known.facts.pauses, known.end);
  known.facts.undone = BegunBy(known.facts.undone, known.end);
  return known;
}

std::string_view StateOf(const ClockFacts& facts, const ClockReading& reading, bool paused,
                         absl::Time now) {
  if (facts.met) return reading.breach_time ? kClockMetLate : kClockMetInTime;
  if (facts.withdrawn) return kClockWithdrawn;
  if (reading.breach_time) return kClockBreached;
  if (paused) return kClockPaused;
  return reading.at_risk_time && *reading.at_risk_time <= now ? kClockAtRisk : kClockRunning;
}

}  // namespace

std::optional<ClockTerms> TermsOf(const SlaRule& rule, std::string_view clock_kind) {
  const std::optional<int> minutes = TargetMinutes(rule, clock_kind);
  if (!minutes) return std::nullopt;
  ClockTerms terms{.target = absl::Minutes(*minutes), .count_reopened = rule.count_reopened};
  if (rule.at_risk_minutes > 0) {
    terms.at_risk_after =
        std::max(absl::ZeroDuration(), terms.target - absl::Minutes(rule.at_risk_minutes));
  } else {
    // Whole microseconds: a minute's hundredth is 0.6 s.
    terms.at_risk_after = terms.target * rule.at_risk_percent / 100;
  }
  return terms;
}

ClockFacts AsOf(const ClockFacts& facts, absl::Time at) {
  const auto by_then = [&](const std::optional<absl::Time>& time) {
    return time && *time <= at ? time : std::nullopt;
  };
  ClockFacts known{.start = facts.start,
                   .pauses = BegunBy(facts.pauses, at),
                   .met = by_then(facts.met),
                   .withdrawn = by_then(facts.withdrawn)};
  for (const Stretch& stretch : facts.undone) {
    if (stretch.to <= at) {
      known.undone.push_back(stretch);
    } else if (stretch.from <= at) {
      known.met = stretch.from;  // and nobody knew yet that it would not last
    }
  }
  return known;
}

bool IsOpen(const ClockFacts& facts, absl::Time at) { return !EndOf(AsOf(facts, at)); }

ClockReading Read(const ClockTerms& terms, const ClockFacts& facts, const WorkingTime& working,
                  absl::Time at) {
  const auto [known, end] = KnownAt(facts, at);
  const bool ended = EndOf(known).has_value();
  const std::vector<Stretch> pauses = Uncounted(known, false);
  const std::vector<Stretch> pauses_and_undone = Uncounted(known, true);
  const std::vector<Stretch>& judged = terms.count_reopened ? pauses : pauses_and_undone;

  ClockReading reading;
  reading.handling = Used(known.start, end, pauses_and_undone, working);
  reading.real = Used(known.start, end, pauses, working);
  reading.remaining = terms.target - (terms.count_reopened ? reading.real : reading.handling);
  reading.at_risk_time = Reaching(terms.at_risk_after, known.start, judged, working);
  reading.due_time = Reaching(terms.target, known.start, judged, working);
  if (reading.due_time && (ended ? *reading.due_time < end : *reading.due_time <= end)) {
    reading.breach_time = reading.due_time;
  }
  const bool paused = !judged.empty() && judged.back().to == absl::InfiniteFuture();
  reading.state = StateOf(known, reading, paused, end);
  return reading;
}

std::optional<absl::Time> TimeReaching(const ClockTerms& terms, const ClockFacts& facts,
                                       const WorkingTime& working, absl::Time at,
                                       absl::Duration used) {
  const ClockFacts known = KnownAt(facts, at).facts;
  return Reaching(used, known.start, Uncounted(known, !terms.count_reopened), working);
}

}  // namespace mainstay::feedback
