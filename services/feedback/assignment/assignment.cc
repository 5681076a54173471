#include "services/feedback/assignment/assignment.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace mainstay::feedback {
namespace {

// The first that holds against an agent; empty when it fits.
std::string_view ObstacleOf(const AssignmentRequest& request, const Candidate& candidate,
                            const Consideration& consideration) {
  const std::vector<std::string>& excluded = request.excluded_users;
  if (std::find(excluded.begin(), excluded.end(), candidate.agent.user) != excluded.end()) {
    return kVerdictExcluded;
  }
  if (!HasSkill(candidate.agent, request.category)) return kVerdictUnskilled;
  if (consideration.absent_until != absl::InfinitePast()) return kVerdictAbsent;
  if (consideration.load_after > consideration.capacity) return kVerdictFull;
  return "";
}

Consideration Consider(const AssignmentRequest& request, const Candidate& candidate) {
  Consideration consideration{.user = candidate.agent.user,
                              .in_team = candidate.in_team,
                              .load = candidate.load,
                              .load_after = candidate.load + WeightOf(request.severity),
                              .capacity = candidate.agent.capacity};
  const absl::Time back = AbsentUntil(candidate.agent, request.now);
  if (back > request.now) consideration.absent_until = back;
  consideration.verdict = ObstacleOf(request, candidate, consideration);
  return consideration;
}

// Less than zero when `a` has less of its capacity in use than `b`; in whole numbers.
int64_t CompareUse(const Consideration& a, const Consideration& b) {
  return a.load_after * b.capacity - b.load_after * a.capacity;
}

// Whether `a`, which fits, is preferred to `b`, which fits too.
bool IsPreferred(const Consideration& a, const Consideration& b) {
  if (a.in_team != b.in_team) return a.in_team;
  if (const int64_t use = CompareUse(a, b); use != 0) return use < 0;
  return a.user < b.user;
}

std::string_view VerdictBeside(const Consideration& chosen, const Consideration& other) {
  if (chosen.in_team && !other.in_team) return kVerdictOutsideTeam;
  return CompareUse(chosen, other) < 0 ? kVerdictBusier : kVerdictLaterName;
}

}  // namespace

Assignment Assign(const AssignmentRequest& request, absl::Span<const Candidate> candidates) {
  Assignment assignment;
  for (const Candidate& candidate : candidates) {
    assignment.considerations.push_back(Consider(request, candidate));
  }
  std::vector<Consideration>& all = assignment.considerations;
  std::sort(all.begin(), all.end(),
            [](const Consideration& a, const Consideration& b) { return a.user < b.user; });

  Consideration* chosen = nullptr;
  for (Consideration& one : all) {
    if (one.verdict.empty() && (chosen == nullptr || IsPreferred(one, *chosen))) chosen = &one;
  }
  if (chosen == nullptr) return assignment;
  assignment.user = chosen->user;
  for (Consideration& one : all) {
    if (one.verdict.empty()) {
      one.verdict = &one == chosen ? kVerdictChosen : VerdictBeside(*chosen, one);
    }
  }
  return assignment;
}

std::string ReasonOf(const Consideration& chosen) {
  return absl::StrCat(
      chosen.in_team ? "of the account's team" : "nobody of the account's team fits", "; carries ",
      chosen.load_after, " of ", chosen.capacity, " with it");
}

}  // namespace mainstay::feedback
