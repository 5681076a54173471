#include "services/feedback/steps/step_sequel.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "services/feedback/steps/case_step_store.h"
#include "services/feedback/steps/step_record_write.h"
#include "services/feedback/steps/step_template_store.h"

namespace mainstay::feedback {
namespace {

bool IsEnded(const Case& c) { return c.state == "closed" || c.state == "withdrawn"; }

bool IsResolving(const CaseDraft& draft) {
  return draft.error.ok() && draft.before != nullptr && draft.after.state == "resolved" &&
         draft.before->state != "resolved";
}

absl::Status CheckResolvable(pg::Tx& tx, absl::Span<CaseDraft> drafts,
                             const history::WriteContext&) {
  std::vector<std::string> ids;
  for (const CaseDraft& draft : drafts) {
    if (IsResolving(draft)) ids.push_back(draft.after.id);
  }
  if (ids.empty()) return absl::OkStatus();
  const auto open = OpenRequiredSteps(tx, ids);
  for (CaseDraft& draft : drafts) {
    const auto left = open.find(draft.after.id);
    if (left == open.end() || !IsResolving(draft)) continue;
    draft.error = status::Error(
        absl::StatusCode::kFailedPrecondition, "OPEN_STEPS",
        absl::StrCat("steps of the case are open: ", absl::StrJoin(left->second, ", "),
                     "; complete them, or skip them with a reason"));
  }
  return absl::OkStatus();
}

// Nothing is left to do for its solution.
bool IsSolved(const Case& c) { return c.state == "resolved" || IsEnded(c); }

// Whether the templates are to be asked: the case is new, of another category, or goes on again.
bool TakesTemplates(const CaseWrite& write) {
  if (IsSolved(*write.after)) return false;
  return write.before == nullptr || write.before->category != write.after->category ||
         IsSolved(*write.before);
}

bool ConcernsSteps(const CaseWrite& write) {
  return TakesTemplates(write) ||
         (write.before != nullptr && (write.before->assignee != write.after->assignee ||
                                      IsEnded(*write.before) != IsEnded(*write.after)));
}

std::vector<StepTemplate> Applying(const std::vector<StepTemplate>& templates,
                                   const std::string& category) {
  std::vector<StepTemplate> applying;
  for (const StepTemplate& t : templates) {
    if (AppliesTo(t, category)) applying.push_back(t);
  }
  return applying;
}

std::vector<std::string> CalendarsOf(const std::vector<std::vector<StepTemplate>>& applying,
                                     const std::vector<StepsWrite>& writes) {
  std::vector<std::string> names;
  for (const auto& templates : applying) {
    for (const StepTemplate& t : templates) names.push_back(t.calendar);
  }
  for (const StepsWrite& write : writes) {
    for (const CaseStep& step : write.before) names.push_back(step.calendar);
  }
  return names;
}

absl::Status FollowCases(pg::Tx& tx, absl::Span<const CaseWrite> writes,
                         const history::WriteContext& context,
                         calendar_replica::WorkingTimes& calendars) {
  std::vector<const CaseWrite*> concerned;
  std::vector<std::string> ids, accounts;
  for (const CaseWrite& write : writes) {
    if (!ConcernsSteps(write)) continue;
    concerned.push_back(&write);
    ids.push_back(write.after->id);
    accounts.push_back(write.after->account_id);
  }
  if (concerned.empty()) return absl::OkStatus();
  const std::vector<StepTemplate> templates = ActiveStepTemplates(tx);
  auto there = StepsOfCases(tx, ids);
  if (templates.empty() && there.empty()) return absl::OkStatus();
  const auto owners = OwnersOfAccounts(tx, accounts);
  std::vector<StepsWrite> steps;
  std::vector<std::vector<StepTemplate>> applying;
  for (const CaseWrite* write : concerned) {
    const Case& c = *write->after;
    const auto owner = owners.find(c.account_id);
    steps.push_back({.c = {.id = c.id,
                           .account_id = c.account_id,
                           .ended = IsEnded(c),
                           .assignee = c.assignee,
                           .account_manager = owner == owners.end() ? "" : owner->second},
                     .case_number = c.number,
                     .before = std::move(there[c.id]),
                     .after = {}});
    applying.push_back(TakesTemplates(*write) ? Applying(templates, c.category)
                                              : std::vector<StepTemplate>());
  }
  ASSIGN_OR_RETURN(const AddWorkingTime add, Counter(tx, calendars, CalendarsOf(applying, steps)));
  for (size_t i = 0; i < steps.size(); ++i) {
    steps[i].after = steps[i].before;
    Settle(steps[i].c, TakesTemplates(*concerned[i]) ? &applying[i] : nullptr, context.now, add,
           steps[i].after);
  }
  RecordSteps(tx, steps, "follow", "", context);
  return absl::OkStatus();
}

}  // namespace

CaseSequel StepSequel(calendar_replica::WorkingTimes& calendars) {
  return {.name = "steps",
          .prepare = CheckResolvable,
          .follow = [&calendars](pg::Tx& tx, absl::Span<const CaseWrite> writes,
                                 const history::WriteContext& context) {
            return FollowCases(tx, writes, context, calendars);
          }};
}

}  // namespace mainstay::feedback
