#include "services/feedback/closure/confirmation_course_writes.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/api/uuid.h"
#include "common/calendar/working_time.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/events/outbox.h"
#include "common/history/time_context.h"
#include "common/log/log.h"
#include "common/pg/savepoint.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/closure/closure_events.h"
#include "services/feedback/closure/confirmation_course_store.h"
#include "services/feedback/closure/confirmation_link_store.h"
#include "services/feedback/closure/confirmation_task_store.h"

namespace mainstay::feedback {
namespace {

constexpr int kBatch = 50;
// How soon to look again at a case for which the calendar has no day, or that failed.
constexpr absl::Duration kAgain = absl::Hours(24);

// Takes back what people are still asked to do for these cases, by their ids.
void TakeTasksBack(pg::Tx& tx, const std::map<std::string, const Case*>& cases,
                   const history::WriteContext& context) {
  std::vector<std::string> ids;
  for (const auto& [id, c] : cases) ids.push_back(id);
  std::vector<events::OutboxEvent> facts;
  for (const ConfirmationTask& task : WithdrawConfirmationTasks(tx, ids)) {
    facts.push_back(ReminderTaskWithdrawnEvent(*cases.at(task.case_id), task, context));
  }
  if (!facts.empty()) events::AppendAll(tx, facts);
}

absl::Status Follow(pg::Tx& tx, absl::Span<const CaseWrite> writes,
                    const history::WriteContext& context) {
  std::vector<ConfirmationCourse> begun;
  std::vector<std::string> ended;
  std::map<std::string, const Case*> ended_cases;
  for (const CaseWrite& write : writes) {
    const auto before = write.before ? ResolutionOf(*write.before) : std::nullopt;
    const auto after = ResolutionOf(*write.after);
    if (before == after) continue;
    if (!after) {
      ended.push_back(write.after->id);
      ended_cases[write.after->id] = write.after;
    } else {
      begun.push_back({.case_id = write.after->id,
                       .resolution = *after,
                       .first_reminder_time = {},
                       .second_reminder_time = {},
                       .next_time = after->resolve_time});
    }
  }
  if (!ended.empty()) {
    EndCourses(tx, ended);
    TakeTasksBack(tx, ended_cases, context);
  }
  if (!begun.empty()) BeginCourses(tx, begun);
  return absl::OkStatus();
}

absl::Status Remind(pg::Tx& tx, const Deps& deps, const Case& c, ConfirmationCourse course,
                    const std::string& contact, const history::WriteContext& context) {
  const int reminder = RemindersOf(course) + 1;
  (reminder == 1 ? course.first_reminder_time : course.second_reminder_time) = context.now;
  course.next_time = context.now;  // when the step after it is due is found out next
  const CaseEntry entry{
      .kind = "verb", .verb = "remind", .text = ReminderText(reminder), .contact = contact};
  const auto fact = [&](const Case& after, const history::WriteContext& at) {
    return CaseConfirmationRemindedEvent(after, reminder, contact, at);
  };
  RETURN_IF_ERROR(ChangeCase(tx, deps.case_sequels, c, c,
                             {.name = "remind", .entry = entry, .fact = fact}, context)
                      .status());
  TakeTasksBack(tx, {{c.id, &c}}, context);
  const ConfirmationTask task{.id = api::NewUuid(context.now), .case_id = c.id, .version = 1};
  InsertConfirmationTask(tx, task);
  events::Append(tx, ReminderTaskEvent(c, task, context));
  UpdateCourse(tx, course);
  return absl::OkStatus();
}

absl::Status Close(pg::Tx& tx, const Deps& deps, const Case& c, const ConfirmationCourse& course,
                   const std::string& contact, const history::WriteContext& context) {
  Case after = c;
  RETURN_IF_ERROR(TimeOut(after, context.now));
  const CaseEntry entry{
      .kind = "verb", .verb = "time_out", .text = TimeOutText(course), .contact = contact};
  return ChangeCase(tx, deps.case_sequels, c, std::move(after),
                    {.name = "time_out", .entry = entry}, context)
      .status();
}

// Takes the step of one case that is due, if it is still due under the case's lock.
absl::Status Advance(pg::Tx& tx, const Deps& deps, const DueCourse& due,
                     const calendar::WorkingTime& working, const history::WriteContext& context) {
  const std::optional<Case> c = LockCase(tx, due.account_id, due.case_id);
  std::optional<ConfirmationCourse> course = ReadCourse(tx, due.case_id);
  if (!c || !course || course->next_time > context.now) return absl::OkStatus();
  const std::optional<absl::Time> step = NextStepTime(*course, deps.closure, working);
  if (!step || *step > context.now) {
    course->next_time = step.value_or(context.now + kAgain);
    UpdateCourse(tx, *course);
    return absl::OkStatus();
  }
  const std::string asked = ContactAsked(tx, c->id, course->resolution);
  const std::string& contact = asked.empty() ? c->contact : asked;
  if (RemindersOf(*course) < 2) return Remind(tx, deps, *c, *course, contact, context);
  return Close(tx, deps, *c, *course, contact, context);
}

}  // namespace

CaseSequel ConfirmationSequel() {
  return {.name = "confirmation", .prepare = nullptr, .follow = Follow};
}

absl::StatusOr<bool> AdvanceConfirmations(pg::Tx& tx, absl::Time now, const Deps& deps) {
  const std::vector<DueCourse> due = DueCourses(tx, now, kBatch);
  if (due.empty()) return false;
  ASSIGN_OR_RETURN(const auto replica, calendar_replica::ReadReplica(tx, deps.closure.calendar));
  if (!replica) return false;  // until there is one
  ASSIGN_OR_RETURN(const auto working, calendar::WorkingTime::Compile(replica->hours));
  const history::WriteContext context = history::TimeContext(now);
  pg::Savepoints parts(tx);
  for (const DueCourse& one : due) {
    const absl::Status advanced =
        parts.Run([&] { return Advance(tx, deps, one, working, context); });
    if (advanced.ok()) continue;
    log::Error("the confirmation of a case is put off",
               {{"case", one.case_id}, {"error", advanced.message()}});
    PutOffCourse(tx, one.case_id, now + kAgain);
  }
  return due.size() == kBatch;
}

}  // namespace mainstay::feedback
