// The escalation ladder (三级升级): which levels of it a clock has reached, and who is told.
//
// Each level is reached once in a clock's life and goes on record with the instant at which it was
// due. When several are found to be due at once, because nobody looked for long, all go on record
// and only the highest is told: it says what the lower ones would have said. A level that was
// reached stays so when the clock is planned anew, and is not told again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/working_time.h"
#include "services/feedback/sla/sla_clock.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// A level that is reached.
struct EscalationStep {
  int level = 0;        // 1 to kMaxEscalationLevels
  absl::Time due_time;  // when it was due, however late that was seen
  bool told = false;    // whether people are told; else it is only put on record
  bool operator==(const EscalationStep&) const = default;
};

// The levels due at `at` above `reached`, the highest on record (0: none), in order. None once the
// clock is met or withdrawn: what was reached in between without anybody looking needs nobody any
// more. "after_due" counts working minutes as the clock does: a pause holds it up.
std::vector<EscalationStep> DueSteps(absl::Span<const EscalationLevel> ladder, int reached,
                                     const ClockTerms& terms, const ClockFacts& facts,
                                     const calendar::WorkingTime& working, absl::Time at);

// The next instant after `at` at which the clock changes its state by itself or a level is due:
// when to look again, unless something happens to the case. Nothing when that never comes: it is
// met, withdrawn, paused, or all has been reached.
std::optional<absl::Time> NextLook(absl::Span<const EscalationLevel> ladder, int reached,
                                   const ClockTerms& terms, const ClockFacts& facts,
                                   const calendar::WorkingTime& working, absl::Time at);

// The people of a case by their roles; empty: there is none.
struct EscalationPeople {
  std::string assignee;
  std::string account_manager;  // the owner of the account
  std::vector<std::string> directors;
};

// The users that a level tells, each once, in the order of its roles and then its users. When its
// roles have nobody and it names no users, the account manager, or else the directors: that a case
// has no assignee must not silence its clock. Empty when there is nobody at all.
std::vector<std::string> Recipients(const EscalationLevel& level, const EscalationPeople& people);

}  // namespace mainstay::feedback
