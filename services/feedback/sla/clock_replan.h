// What becomes of clocks when the account's tier, the case, the policy or the calendar changes.
//
// The facts stay; the promise is another one. An open clock takes the new terms from its first
// start on, as if they had always held: a shorter target may be due in the past, and a new holiday
// may take a breach back. Clocks that are met or withdrawn keep the terms under which they ended,
// until a reopening opens them again.
//
// A breach that was announced stays announced, in the history and to those who were told; figures
// count what the facts say under the terms that hold now. BreachNews() says which of the two are to
// be reconciled by a further announcement.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {

// Why clocks are planned anew.
inline constexpr std::string_view kReplanReasons[] = {
    "tier",     // of the account
    "case",     // its kind, severity or scope, or it was reopened
    "policy",   // the rule, or the rule's targets
    "calendar"  // its hours or days, or another one
};

// One side of a change: what is promised, and by which working time.
struct ClockPlan {
  std::optional<ClockTerms> terms;                 // nothing: no such clock
  const calendar::WorkingTime* working = nullptr;  // not owned; there is one when there are terms
};

// A clock's change of plan, as it stands in the history. What is of no clock is nothing or empty.
struct ClockReplan {
  std::string kind;    // of kClockKinds
  std::string reason;  // of kReplanReasons
  absl::Time time;     // of the change
  std::optional<absl::Duration> target_before, target_after;
  std::optional<absl::Time> due_before, due_after;  // nothing also while a pause keeps it off
  std::string state_before, state_after;
  bool operator==(const ClockReplan&) const = default;
};

// The change of an open clock at `now`; nothing when it is not open, or when neither its terms nor
// when it is at risk, when it is due or its state are others afterwards. `start_before`: from when
// on it was counted before, where that is another time now.
std::optional<ClockReplan> Replan(std::string_view kind, std::string_view reason,
                                  const ClockPlan& before, const ClockPlan& after,
                                  const ClockFacts& facts, absl::Time now,
                                  std::optional<absl::Time> start_before = std::nullopt);

// What there is to announce of a clock's breach.
inline constexpr std::string_view kBreachNoNews = "";
inline constexpr std::string_view kBreachNew = "breached";     // for the first time
inline constexpr std::string_view kBreachMoved = "moved";      // at another time than announced
inline constexpr std::string_view kBreachRevoked = "revoked";  // not breached after all

// `announced`: the breach time announced last; nothing when none was, or it was revoked.
// `breach_time`: ClockReading::breach_time now.
std::string_view BreachNews(std::optional<absl::Time> announced,
                            std::optional<absl::Time> breach_time);

}  // namespace mainstay::feedback
