#include "services/feedback/steps/step_record_write.h"

#include <map>
#include <memory>
#include <utility>

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/steps/case_step_store.h"
#include "services/feedback/steps/step_events.h"

namespace mainstay::feedback {
namespace {

// Everything that one transaction writes of steps.
struct Rows {
  std::vector<CaseStep> added, changed;
  std::vector<std::string> added_ids;
  std::vector<events::OutboxEvent> facts;
};

void Add(CaseStep& step, const StepsWrite& write, const history::WriteContext& context,
         Rows& rows) {
  step.id = api::NewUuid(context.now);
  step.create_time = step.update_time = context.now;
  rows.facts.push_back(CaseStepChangedEvent(step, context));
  KeepTask(nullptr, write.case_number, context, step, rows.facts);
  rows.added_ids.push_back(step.id);
  rows.added.push_back(step);
}

void Change(pg::Tx& tx, const CaseStep& before, CaseStep& step, const StepsWrite& write,
            const std::string& action, const history::WriteContext& context, Rows& rows) {
  const auto changes = history::Diff(CaseStepFields(), before, step);
  if (changes.empty()) return;
  const history::WriteContext at = history::NextVersion(before, context, step);
  history::RecordChanges(tx, kCaseStepChanges, step.id, step.version, action, changes, at);
  rows.facts.push_back(CaseStepChangedEvent(step, at));
  KeepTask(&before, write.case_number, at, step, rows.facts);
  rows.changed.push_back(step);
}

}  // namespace

absl::StatusOr<AddWorkingTime> Counter(pg::Tx& tx, calendar_replica::WorkingTimes& calendars,
                                       const std::vector<std::string>& names) {
  auto compiled =
      std::make_shared<std::map<std::string, calendar_replica::WorkingTimes::WorkingTime>>();
  for (const std::string& name : names) {
    if (compiled->contains(name)) continue;
    ASSIGN_OR_RETURN((*compiled)[name], calendars.Get(tx, name));
  }
  return AddWorkingTime([compiled](const std::string& name, absl::Time from, int minutes) {
    // A calendar without so much work left gives the plain time.
    return compiled->at(name)
        ->Add(from, absl::Minutes(minutes))
        .value_or(from + absl::Minutes(minutes));
  });
}

void RecordSteps(pg::Tx& tx, std::vector<StepsWrite>& writes, const std::string& action,
                 const std::string& chosen, const history::WriteContext& context) {
  Rows rows;
  for (StepsWrite& write : writes) {
    for (size_t i = 0; i < write.after.size(); ++i) {
      CaseStep& step = write.after[i];
      step.account_id = write.c.account_id;
      if (i >= write.before.size()) {
        Add(step, write, context, rows);
      } else {
        Change(tx, write.before[i], step, write, step.id == chosen ? action : "follow", context,
               rows);
      }
    }
  }
  InsertCaseSteps(tx, rows.added);
  UpdateCaseSteps(tx, rows.changed);
  if (!rows.added_ids.empty()) {
    history::RecordFirstVersions(tx, kCaseStepChanges, rows.added_ids, "create", context);
  }
  if (!rows.facts.empty()) events::AppendAll(tx, rows.facts);
}

}  // namespace mainstay::feedback
