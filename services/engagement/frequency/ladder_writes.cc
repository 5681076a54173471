#include "services/engagement/frequency/ladder_writes.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/events/outbox.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/frequency/frequency_events.h"
#include "services/engagement/frequency/frequency_store.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_record_write.h"

namespace mainstay::engagement {
namespace {

constexpr int kBatch = 200;
constexpr char kCalendar[] = "cn";  // whose working days count
// How soon a ladder is looked at again, and so a contact takes it back.
constexpr absl::Duration kAgain = absl::Hours(1);

// The task of the step that the ladder's version told of.
TaskRequest RequestOf(const ContactLadder& ladder, int64_t version) {
  return {"engagement", absl::StrCat("contactLadder/", ladder.id, "/", version)};
}

void MakeTask(pg::Tx& tx, const ContactLadder& ladder, const std::string& assignee,
              const history::WriteContext& context) {
  Task task;
  task.account_id = ladder.account_id;
  task.subject = absl::StrFormat("No contact for too long: it was due on %04d-%02d-%02d",
                                 ladder.due->year(), ladder.due->month(), ladder.due->day());
  task.subject_zh = absl::StrFormat("久未联系客户：应于%d年%d月%d日联系", ladder.due->year(),
                                    ladder.due->month(), ladder.due->day());
  task.assignee = assignee;
  task.due_time = context.now + absl::Hours(24);
  task.priority = ladder.step > 1 ? "high" : "normal";
  task.source_kind = "contact_ladder";
  task.source = absl::StrCat("accounts/", ladder.account_id);
  LockTaskFeed(tx);
  RecordNewTask(tx, task, RequestOf(ladder, ladder.version), context);
}

// Cancels what is still open of the steps that `before` had climbed: one version each.
absl::Status CancelTasks(pg::Tx& tx, const ContactLadder& before,
                         const history::WriteContext& context) {
  LockTaskFeed(tx);
  for (int64_t version = before.version - before.step + 1; version <= before.version; ++version) {
    const auto task = LockRequestedTask(tx, RequestOf(before, version));
    if (!task || task->state != "open") continue;
    Task after = *task;
    RETURN_IF_ERROR(CancelTask(after, context.now));
    RecordTask(tx, *task, after, "cancel", context);
  }
  return absl::OkStatus();
}

absl::Status Tell(pg::Tx& tx, const LadderToLookAt& one, const std::vector<ContactLadder>& steps,
                  const std::string& director, const history::WriteContext& context) {
  const ContactLadder* before = &one.ladder;
  for (const ContactLadder& ladder : steps) {
    if (ladder.step == 0) {
      events::Append(tx, ContactResumedEvent(ladder, before->step, context));
      RETURN_IF_ERROR(CancelTasks(tx, *before, context));
    } else {
      events::Append(tx, ContactMissedEvent(ladder, one.owner, context));
      if (ladder.step == 1) MakeTask(tx, ladder, one.owner, context);
      if (ladder.step == 2) MakeTask(tx, ladder, director, context);
    }
    before = &ladder;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> ClimbContactLadders(pg::Tx& tx, absl::Time now, const std::string& director,
                                         WorkingTimes& working_times) {
  const bool more = WatchNewAccounts(tx, now, kBatch) == kBatch;
  const auto working = working_times.Get(tx, kCalendar);
  const std::vector<LadderToLookAt> ladders = LockLaddersToLookAt(tx, now, kBatch);
  if (absl::IsNotFound(working.status())) return false;  // until there is one
  RETURN_IF_ERROR(working.status());
  const std::vector<CadenceRule> rules = ActiveRules(tx);
  const RuleIndex index(rules);
  const history::WriteContext context = history::TimeContext(now);
  std::vector<std::string> unmoved;
  for (const LadderToLookAt& one : ladders) {
    std::optional<absl::CivilDay> due;
    if (one.active) {
      due = LadderDueDay(index, one.tier, one.ladder.account_id, one.last_contact,
                         one.ladder.watch_since);
    }
    const auto steps = Climb(one.ladder, due, ContactDay(now), **working, one.visit_ahead);
    if (steps.empty()) {
      unmoved.push_back(one.ladder.account_id);
      continue;
    }
    RETURN_IF_ERROR(Tell(tx, one, steps, director, context));
    SaveLadder(tx, steps.back(), now + kAgain);
  }
  LookAtLaddersAgain(tx, unmoved, now + kAgain);
  return more || ladders.size() == kBatch;
}

}  // namespace mainstay::engagement
