#include "services/feedback/sla/clock_replan.h"

namespace mainstay::feedback {
namespace {

std::optional<ClockReading> ReadPlan(const ClockPlan& plan, const ClockFacts& facts,
                                     absl::Time now) {
  if (!plan.terms) return std::nullopt;
  return Read(*plan.terms, facts, *plan.working, now);
}

}  // namespace

std::optional<ClockReplan> Replan(std::string_view kind, std::string_view reason,
                                  const ClockPlan& before, const ClockPlan& after,
                                  const ClockFacts& facts, absl::Time now,
                                  std::optional<absl::Time> start_before) {
  if (!IsOpen(facts, now)) return std::nullopt;
  ClockFacts facts_before = facts;
  if (start_before) facts_before.start = *start_before;
  const std::optional<ClockReading> was = ReadPlan(before, facts_before, now);
  const std::optional<ClockReading> is = ReadPlan(after, facts, now);
  const bool same_times = was && is && was->at_risk_time == is->at_risk_time &&
                          was->due_time == is->due_time && was->state == is->state;
  if (before.terms == after.terms && (same_times || !was)) return std::nullopt;

  ClockReplan replan{.kind = std::string(kind), .reason = std::string(reason), .time = now};
  if (was) {
    replan.target_before = before.terms->target;
    replan.due_before = was->due_time;
    replan.state_before = was->state;
  }
  if (is) {
    replan.target_after = after.terms->target;
    replan.due_after = is->due_time;
    replan.state_after = is->state;
  }
  return replan;
}

std::string_view BreachNews(std::optional<absl::Time> announced,
                            std::optional<absl::Time> breach_time) {
  if (announced == breach_time) return kBreachNoNews;
  if (!announced) return kBreachNew;
  return breach_time ? kBreachMoved : kBreachRevoked;
}

}  // namespace mainstay::feedback
