#include "services/feedback/sla/case_clock.h"

#include <algorithm>

namespace mainstay::feedback {
namespace {

constexpr std::string_view kWaiting = "waiting_for_customer";
constexpr std::string_view kWithdrawn = "withdrawn";

// As the store keeps times, so that what is computed before a write is what is computed after it.
absl::Time Micros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

std::optional<absl::Time> MetTime(std::string_view kind, const Case& c) {
  std::optional<absl::Time> met = kind == "acknowledge"    ? c.acknowledge_time
                                  : kind == "first_answer" ? c.first_answer_time
                                                           : c.resolve_time;
  if (met) met = Micros(*met);
  return met;
}

void EndPauses(absl::Time at, ClockFacts& facts) {
  for (Stretch& pause : facts.pauses) pause.to = std::min(pause.to, at);
}

}  // namespace

CaseClock ClockOf(std::string_view kind, const Case& c) {
  CaseClock clock{.case_id = c.id, .account_id = c.account_id, .kind = std::string(kind)};
  clock.facts.start = Micros(c.receive_time);
  clock.facts.met = MetTime(kind, c);
  if (c.state == kWithdrawn) clock.facts.withdrawn = Micros(c.update_time);
  // Recorded afterwards: since when we wait is not known; not before the customer was last told.
  if (c.state == kWaiting && !clock.facts.met) {
    const absl::Time told =
        c.first_answer_time.value_or(c.acknowledge_time.value_or(c.update_time));
    clock.facts.pauses.push_back({Micros(told)});
  }
  return clock;
}

bool ConcernsClocks(const Case& before, const Case& after) {
  return before.state != after.state || before.kind != after.kind ||
         before.severity != after.severity || before.scope != after.scope ||
         before.receive_time != after.receive_time ||
         before.acknowledge_time != after.acknowledge_time ||
         before.first_answer_time != after.first_answer_time ||
         before.resolve_time != after.resolve_time;
}

void TakeIn(const Case& before, const Case& after, CaseClock& clock) {
  ClockFacts& facts = clock.facts;
  const absl::Time at = Micros(after.update_time);
  facts.start = Micros(after.receive_time);

  const std::optional<absl::Time> met = MetTime(clock.kind, after);
  if (facts.met && !met) facts.undone.push_back({*facts.met, std::max(*facts.met, at)});
  facts.met = met;

  if (before.state == kWaiting && after.state != kWaiting) EndPauses(at, facts);
  if (before.state != kWaiting && after.state == kWaiting && !facts.met) {
    facts.pauses.push_back({at});
  }
  if (after.state == kWithdrawn && !facts.withdrawn) facts.withdrawn = at;
  if (after.state != kWithdrawn && facts.withdrawn) {
    if (!facts.met) facts.pauses.push_back({*facts.withdrawn, at});
    facts.withdrawn.reset();
  }
}

ClockBasis BasisOf(const ClockGrounds& grounds, std::string_view kind) {
  ClockBasis basis{.tier = grounds.traits.tier,
                   .policy_id = grounds.policy->id,
                   .policy_version = grounds.policy->version};
  const SlaRule* rule = RuleFor(*grounds.policy, grounds.traits);
  if (rule == nullptr) return basis;
  basis.rule = static_cast<int>(rule - grounds.policy->rules.data());
  if (TargetMinutes(*rule, kind)) basis.calendar = rule->calendar;
  return basis;
}

std::optional<ClockTerms> TermsOf(const SlaPolicy& policy, const ClockBasis& basis,
                                  std::string_view kind) {
  if (basis.rule < 0) return std::nullopt;
  return TermsOf(policy.rules[static_cast<size_t>(basis.rule)], kind);
}

std::string_view ReasonOf(const ClockBasis& before, const ClockBasis& after) {
  if (before.tier != after.tier) return "tier";
  if (before.policy_id != after.policy_id || before.policy_version != after.policy_version) {
    return "policy";
  }
  if (before.calendar == after.calendar && before.calendar_version != after.calendar_version) {
    return "calendar";
  }
  return "case";
}

absl::Span<const EscalationLevel> LadderOf(const SlaPolicy& policy, const ClockBasis& basis) {
  if (basis.rule < 0) return {};
  return policy.rules[static_cast<size_t>(basis.rule)].ladder;
}

ClockNews NewsOf(const CaseClock& clock, absl::Span<const EscalationLevel> ladder,
                 const calendar::WorkingTime* working, absl::Time now) {
  ClockNews news;
  // What counts by a calendar that is not known yet is nobody's news.
  if (clock.terms && working == nullptr) return news;
  if (clock.terms) {
    const ClockReading reading = Read(*clock.terms, clock.facts, *working, now);
    news.at_risk = !clock.at_risk_told && reading.state == kClockAtRisk;
    news.breach_time = reading.breach_time;
    news.steps = DueSteps(ladder, clock.level, *clock.terms, clock.facts, *working, now);
  }
  news.breach = BreachNews(clock.breach_told, news.breach_time);
  return news;
}

void Schedule(CaseClock& clock, absl::Span<const EscalationLevel> ladder,
              const calendar::WorkingTime* working, absl::Time now) {
  clock.at_risk_time.reset();
  clock.due_time.reset();
  clock.next_check_time.reset();
  if (clock.terms && working != nullptr) {
    const ClockReading reading = Read(*clock.terms, clock.facts, *working, now);
    clock.at_risk_time = reading.at_risk_time;
    clock.due_time = reading.due_time;
    clock.next_check_time = NextLook(ladder, clock.level, *clock.terms, clock.facts, *working, now);
  }
  if (NewsOf(clock, ladder, working, now).any()) clock.next_check_time = now;
}

}  // namespace mainstay::feedback
