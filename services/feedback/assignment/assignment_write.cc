#include "services/feedback/assignment/assignment_write.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/feedback/assignment/agent_roster.h"
#include "services/feedback/assignment/agent_store.h"
#include "services/feedback/assignment/assignment_store.h"

namespace mainstay::feedback {
namespace {

// A new case that is still to be solved: one of the past that is recorded as solved is nobody's
// work.
bool IsToAssign(const CaseDraft& draft) {
  const Case& c = draft.after;
  return draft.before == nullptr && draft.error.ok() && c.assignee.empty() && !c.category.empty() &&
         c.state != "resolved" && c.state != "closed" && c.state != "withdrawn";
}

const Consideration& ChosenOf(const Assignment& assignment) {
  return *std::find_if(assignment.considerations.begin(), assignment.considerations.end(),
                       [](const Consideration& one) { return one.verdict == kVerdictChosen; });
}

absl::Status Prepare(pg::Tx& tx, absl::Span<CaseDraft> drafts,
                     const history::WriteContext& context) {
  std::vector<CaseDraft*> unassigned;
  std::vector<std::string> accounts;
  for (CaseDraft& draft : drafts) {
    if (!IsToAssign(draft)) continue;
    unassigned.push_back(&draft);
    accounts.push_back(draft.after.account_id);
  }
  if (unassigned.empty()) return absl::OkStatus();
  CaseAssigner assigner(tx, std::move(accounts));
  for (CaseDraft* draft : unassigned) {
    const Assignment assignment = assigner.Next(draft->after, {}, context.now);
    if (assignment.user.empty()) continue;
    draft->after.assignee = assignment.user;
    draft->entry =
        CaseEntry{.kind = "verb",
                  .verb = "assign",
                  .text = absl::StrCat(assignment.user, " by the rules of assignment: ",
                                       ReasonOf(ChosenOf(assignment)), " (按分派规则指派)")};
  }
  return absl::OkStatus();
}

std::vector<std::string> EachOnce(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

CaseSequel AssignmentSequel() {
  return {.name = "assignment", .prepare = Prepare, .follow = nullptr};
}

CaseAssigner::CaseAssigner(pg::Tx& tx, std::vector<std::string> account_ids)
    : roster_(AllAgents(tx), AgentLoads(tx)),
      teams_(TeamsOf(tx, EachOnce(std::move(account_ids)))) {}

Assignment CaseAssigner::Next(const Case& c, const std::vector<std::string>& excluded_users,
                              absl::Time now) {
  static const auto& nobody = *new absl::flat_hash_set<std::string>;
  const auto team = teams_.find(c.account_id);
  roster_.Take(c.assignee, c.severity);
  Assignment assignment = roster_.Choose({.category = c.category,
                                          .severity = c.severity,
                                          .now = now,
                                          .excluded_users = excluded_users},
                                         team == teams_.end() ? nobody : team->second);
  roster_.Give(assignment.user.empty() ? c.assignee : assignment.user, c.severity);
  return assignment;
}

}  // namespace mainstay::feedback
