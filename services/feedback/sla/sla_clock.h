// A clock of a case (时限): how much working time it has used, when it is due, whether it was met.
//
// Nothing here runs. A clock is what happened to the case (ClockFacts) and what was promised
// (ClockTerms); all else is computed from them and a calendar for any instant, the past included,
// so that it is the same whoever asks, however late, after any restart and under any calendar.
//
// Working time is used from the start on, but for the pauses in which we wait for the customer.
// When a case is reopened, its last resolution was none; two measures tell it:
//   handling time   without the stretches for which the case was taken for resolved: our work on
//   it; real time       with them: how long the customer really waited for the resolution.
// ClockTerms say which of them is held against the target. Both continue from the first start.
//
// The due instant is the first at which the used time equals the target: the end of a shift, not
// the beginning of the next. What is met by then, that instant included, is met in time; what is
// not is breached from that instant on. Once reached it stays; a pause that begins before it moves
// it by the working time in the pause.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// The stretch [from, to); nothing of it when `to` is not after `from`.
struct Stretch {
  absl::Time from;
  absl::Time to = absl::InfiniteFuture();  // that: still open
  bool operator==(const Stretch&) const = default;
};

// What happened. Instants may come in any order and outside of working hours.
struct ClockFacts {
  absl::Time start;             // the receipt of the case
  std::vector<Stretch> pauses;  // in any order; what overlaps counts once
  // The stretches for which it was met in error: from the resolution to the reopening.
  std::vector<Stretch> undone;
  std::optional<absl::Time> met;  // for good, so far
  // When the case was withdrawn: nobody waits for what was not met by then. Counted apart.
  std::optional<absl::Time> withdrawn;
};

// What was promised.
struct ClockTerms {
  absl::Duration target;         // working time, zero or more
  absl::Duration at_risk_after;  // used time from which it is at risk: zero to `target`
  bool count_reopened = true;    // the real time is held against the target, not the handling time
  bool operator==(const ClockTerms&) const = default;
};

// The terms of one of kClockKinds by a rule that passed Validate(); nothing when it has no such
// target. A clock that is at risk while N minutes remain, of a shorter target, is so at once.
std::optional<ClockTerms> TermsOf(const SlaRule& rule, std::string_view clock_kind);

// The states of a clock.
inline constexpr std::string_view kClockRunning = "running";
inline constexpr std::string_view kClockAtRisk = "at_risk";
inline constexpr std::string_view kClockPaused = "paused";  // and not due before the pause
inline constexpr std::string_view kClockBreached = "breached";
inline constexpr std::string_view kClockMetInTime = "met_in_time";
inline constexpr std::string_view kClockMetLate = "met_late";
inline constexpr std::string_view kClockWithdrawn = "withdrawn";

// A clock at an instant.
struct ClockReading {
  std::string_view state = kClockRunning;
  absl::Duration handling;   // working time, until then or until it was met
  absl::Duration real;       // likewise; at least `handling`
  absl::Duration remaining;  // of the target; negative: over it. While paused, what will remain.
  // When it becomes at risk and due, or became: as far as known at that instant. Nothing while a
  // pause keeps it off, or when the calendar ends first (after 2100, or without working hours).
  std::optional<absl::Time> at_risk_time;
  std::optional<absl::Time> due_time;
  // When it was breached: the due instant, however late that was seen; there is one when it is
  // breached or met late, and when it was breached before it was withdrawn.
  std::optional<absl::Time> breach_time;
  bool operator==(const ClockReading&) const = default;
};

// The facts that were known at `at`, that instant included: what began later is left out, what
// ended later is still open.
ClockFacts AsOf(const ClockFacts& facts, absl::Time at);

// The clock at `at`, by the facts known then; before the start as at the start. Thread-safe; some
// microseconds for ten pauses.
ClockReading Read(const ClockTerms& terms, const ClockFacts& facts,
                  const calendar::WorkingTime& working, absl::Time at);

// The first instant at which the time held against the target equals `used`, as far as known at
// `at`; nothing as for ClockReading::due_time. With the target: the due instant.
std::optional<absl::Time> TimeReaching(const ClockTerms& terms, const ClockFacts& facts,
                                       const calendar::WorkingTime& working, absl::Time at,
                                       absl::Duration used);

// Whether it is neither met nor withdrawn at `at`.
bool IsOpen(const ClockFacts& facts, absl::Time at);

}  // namespace mainstay::feedback
