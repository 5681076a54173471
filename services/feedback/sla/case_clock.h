// A clock of a case as it is kept: what happened, what was promised and on which grounds, and what
// was told of it. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/working_time.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/sla/clock_replan.h"
#include "services/feedback/sla/escalation.h"
#include "services/feedback/sla/sla_clock.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// What a clock's terms were made of. When any of it is another one now, the clock is planned anew.
struct ClockBasis {
  std::string tier;              // of the account; empty: not graded
  std::string policy_id;         // bare UUID; empty: it was never planned
  int64_t policy_version = 0;    // of the policy
  int rule = -1;                 // position in the policy; -1: none is about the case
  std::string calendar;          // by name; empty: the clock has no terms
  int64_t calendar_version = 0;  // 0: the calendar was not known
  bool operator==(const ClockBasis&) const = default;
};

struct CaseClock {
  std::string id;          // bare UUID
  std::string case_id;     // bare UUID
  std::string account_id;  // that the case was made under
  std::string kind;        // of kClockKinds
  int64_t version = 0;     // counts what was published of it
  ClockFacts facts;
  ClockBasis basis;
  std::optional<ClockTerms> terms;  // nothing: there is no such clock
  // As far as known when it was scheduled last.
  std::optional<absl::Time> at_risk_time, due_time;
  std::optional<absl::Time> next_check_time;  // nothing: when something happens to the case
  bool at_risk_told = false;
  std::optional<absl::Time> breach_told;  // the breach time told last, unless it was revoked
  int level = 0;                          // the highest of the ladder on record
};

// The clock of a case that is new.
CaseClock ClockOf(std::string_view kind, const Case& c);

// Whether a write changed anything that clocks count or are planned by.
bool ConcernsClocks(const Case& before, const Case& after);

// What a write of the case is to the clock's facts: met, undone, paused, withdrawn. A withdrawal
// that is taken back was a pause: nobody waited, and nobody could work on it.
void TakeIn(const Case& before, const Case& after, CaseClock& clock);

// What a case's clock is to be planned by, and the calendar's version and working time.
struct ClockGrounds {
  const SlaPolicy* policy = nullptr;  // not owned
  CaseTraits traits;
};

// The rule about such a case by its position, and what it says; the calendar's version is left
// open.
ClockBasis BasisOf(const ClockGrounds& grounds, std::string_view kind);
// Nothing for a basis without a rule or without such a target.
std::optional<ClockTerms> TermsOf(const SlaPolicy& policy, const ClockBasis& basis,
                                  std::string_view kind);

// Why a clock is planned anew, of kReplanReasons: what differs first of tier, policy and calendar;
// "case" when none does.
std::string_view ReasonOf(const ClockBasis& before, const ClockBasis& after);

// The ladder of the clock's rule in `policy`, the one of its basis; empty without a rule.
absl::Span<const EscalationLevel> LadderOf(const SlaPolicy& policy, const ClockBasis& basis);

// What there is to tell of a clock.
struct ClockNews {
  bool at_risk = false;                   // for the first time
  std::string_view breach;                // of kBreach…
  std::optional<absl::Time> breach_time;  // of the breach
  std::vector<EscalationStep> steps;
  bool any() const { return at_risk || breach != kBreachNoNews || !steps.empty(); }
};

// At `now`; `working` is null for a clock without terms, or whose calendar is not known.
ClockNews NewsOf(const CaseClock& clock, absl::Span<const EscalationLevel> ladder,
                 const calendar::WorkingTime* working, absl::Time now);

// Sets at_risk_time, due_time and next_check_time, which is `now` while there are news.
void Schedule(CaseClock& clock, absl::Span<const EscalationLevel> ladder,
              const calendar::WorkingTime* working, absl::Time now);

}  // namespace mainstay::feedback
