#include "services/feedback/sla/clock_watch_writes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "common/history/time_context.h"
#include "common/log/log.h"
#include "common/pg/savepoint.h"
#include "common/status/status.h"
#include "services/feedback/sla/calendar_version_store.h"
#include "services/feedback/sla/clock_entry_store.h"
#include "services/feedback/sla/clock_events.h"
#include "services/feedback/sla/clock_store.h"

namespace mainstay::feedback {
namespace {

constexpr int kBatch = 200;
// A write of a case that began before something changed may plan clocks by what was before, after
// those that were out of date were looked for; no transaction lasts so long.
constexpr absl::Duration kLookAgainFor = absl::Minutes(2);
// How soon to look again at a clock that failed.
constexpr absl::Duration kPutOff = absl::Hours(24);

// What is written of some clocks.
struct Step {
  history::WriteContext context;
  std::vector<CaseClock> clocks;
  std::vector<ClockEntry> entries;
  std::vector<events::OutboxEvent> events;
  std::vector<CasePlan> plans;
};

// The users that the levels of a ladder name beside the role of directors, each once.
std::vector<std::string> DirectorsOf(absl::Span<const EscalationLevel> ladder) {
  std::vector<std::string> directors;
  for (const EscalationLevel& level : ladder) {
    if (std::find(level.roles.begin(), level.roles.end(), "director") == level.roles.end())
      continue;
    for (const std::string& user : level.users) {
      if (std::find(directors.begin(), directors.end(), user) == directors.end()) {
        directors.push_back(user);
      }
    }
  }
  return directors;
}

// Puts an announcement on record as the clock's next version.
void Announce(const ClockCase& c, ClockEntry entry, CaseClock& clock, Step& step) {
  entry.case_id = c.id;
  entry.clock = clock.kind;
  entry.time = step.context.now;
  ++clock.version;
  step.events.push_back(ClockEvent(clock, c, entry, step.context));
  step.entries.push_back(std::move(entry));
}

void TellBreach(const ClockCase& c, const ClockNews& news, CaseClock& clock, Step& step) {
  if (news.breach == kBreachNoNews) return;
  ClockEntry entry{.kind = std::string(kEntryBreached), .happen_time = news.breach_time};
  if (news.breach == kBreachMoved) entry.kind = kEntryBreachMoved;
  if (news.breach == kBreachRevoked) {
    entry.kind = kEntryBreachRevoked;
    entry.happen_time = clock.breach_told;
  }
  Announce(c, std::move(entry), clock, step);
  clock.breach_told = news.breach_time;
}

// A task for each who is told.
void AskForTasks(const ClockCase& c, const ClockEntry& entry, absl::TimeZone zone, CaseClock& clock,
                 Step& step) {
  for (const std::string& user : entry.recipients) {
    ++clock.version;
    step.events.push_back(ClockTaskEvent(clock, c, entry, user, zone, step.context));
  }
}

// What had passed when the case was entered goes on record and is told to nobody: a file of last
// year must not call everybody. What comes after that is told.
void TellSteps(const ClockCase& c, const ClockNews& news, absl::Span<const EscalationLevel> ladder,
               absl::TimeZone zone, CaseClock& clock, Step& step) {
  const EscalationPeople people{c.assignee, c.owner, DirectorsOf(ladder)};
  for (const EscalationStep& reached : news.steps) {
    const EscalationLevel& level = ladder[static_cast<size_t>(reached.level) - 1];
    ClockEntry entry{.kind = std::string(kEntryEscalated),
                     .happen_time = reached.due_time,
                     .level = reached.level,
                     .told = reached.told && reached.due_time > c.create_time};
    if (entry.told) entry.recipients = Recipients(level, people);
    clock.level = reached.level;
    Announce(c, entry, clock, step);
    AskForTasks(c, entry, zone, clock, step);
  }
}

absl::Status Look(const ClockCase& c, Planning& planning, CaseClock& clock, Step& step) {
  const absl::Time now = step.context.now;
  ASSIGN_OR_RETURN(const auto replan,
                   planning.Refresh(c.traits, /*because_of_case=*/false, now, clock));
  if (replan) {
    step.entries.push_back({.case_id = c.id,
                            .clock = clock.kind,
                            .kind = std::string(kEntryReplanned),
                            .time = now,
                            .replan = replan});
  }
  if (clock.kind == "resolve" && IsOpen(clock.facts, now)) {
    ASSIGN_OR_RETURN(const auto quarter, planning.QuarterOf(c.traits, c.receive_time));
    step.plans.push_back({c.id, clock.account_id, quarter});
  }
  ASSIGN_OR_RETURN(const ClockNews news, planning.News(clock, now));
  if (news.at_risk) {
    Announce(c, {.kind = std::string(kEntryAtRisk), .happen_time = clock.at_risk_time}, clock,
             step);
    clock.at_risk_told = true;
  }
  TellBreach(c, news, clock, step);
  ASSIGN_OR_RETURN(const auto ladder, planning.Ladder(clock));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, planning.ZoneOf(clock));
  TellSteps(c, news, ladder, zone, clock, step);
  return planning.ScheduleClock(clock, now);
}

// What is written of one clock that failed: nothing is told of it, and it is looked at again later.
Step PutOff(CaseClock clock, const absl::Status& error, const history::WriteContext& context) {
  log::Error("a clock of a case is put off",
             {{"case", clock.case_id}, {"clock", clock.kind}, {"error", error.message()}});
  clock.next_check_time = context.now + kPutOff;
  return {.context = context, .clocks = {std::move(clock)}};
}

// What is to be written of one clock. One that fails, as by a policy or a calendar that cannot be
// read, holds up no other.
Step LookAt(const ClockCase& c, Planning& planning, const CaseClock& clock,
            const history::WriteContext& context) {
  Step step{.context = context, .clocks = {clock}};
  const absl::Status looked = Look(c, planning, step.clocks[0], step);
  return looked.ok() ? step : PutOff(clock, looked, context);
}

absl::Status Write(pg::Tx& tx, absl::Span<const Step> steps) {
  Step all;
  const auto add = [](const auto& part, auto& whole) {
    whole.insert(whole.end(), part.begin(), part.end());
  };
  for (const Step& step : steps) {
    add(step.clocks, all.clocks);
    add(step.entries, all.entries);
    add(step.events, all.events);
    add(step.plans, all.plans);
  }
  SaveClocks(tx, all.clocks);
  RETURN_IF_ERROR(InsertClockEntries(tx, all.entries));
  SaveCasePlans(tx, std::move(all.plans));
  if (!all.events.empty()) events::AppendAll(tx, all.events);
  return absl::OkStatus();
}

// Whether an error is of the moment and none of what is written: the next step tries again.
bool Passes(const absl::Status& error) {
  return absl::IsDeadlineExceeded(error) || absl::IsAborted(error) ||
         absl::IsResourceExhausted(error) || absl::IsUnavailable(error);
}

absl::Status LookAtAll(pg::Tx& tx, Planning& planning, const std::vector<CaseClock>& clocks,
                       const history::WriteContext& context) {
  std::set<std::string> ids;
  for (const CaseClock& clock : clocks) ids.insert(clock.case_id);
  std::map<std::string, ClockCase> cases;
  for (ClockCase& c : ReadClockCases(tx, {ids.begin(), ids.end()})) cases[c.id] = std::move(c);
  std::vector<Step> steps;
  for (const CaseClock& clock : clocks) {
    steps.push_back(LookAt(cases[clock.case_id], planning, clock, context));
  }
  // All at once; when the database refuses one of them, one by one, and that one is put off.
  pg::Savepoints parts(tx);
  const absl::Status together = parts.Run([&] { return Write(tx, steps); });
  if (together.ok() || Passes(together)) return together;
  for (size_t i = 0; i < steps.size(); ++i) {
    const absl::Span<const Step> one = absl::MakeConstSpan(steps).subspan(i, 1);
    const absl::Status written = parts.Run([&] { return Write(tx, one); });
    if (written.ok()) continue;
    if (Passes(written)) return written;
    const Step later = PutOff(clocks[i], written, context);
    RETURN_IF_ERROR(Write(tx, absl::MakeConstSpan(&later, 1)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> ClockWatch::operator()(pg::Tx& tx, absl::Time now) const {
  // Before the policy and the calendars are read: what is locked was planned by no newer ones.
  std::vector<CaseClock> clocks = LockDueClocks(tx, now, kBatch);
  bool more = !clocks.empty();
  if (!more && ReplanRequested(tx)) {
    clocks = LockOutdatedClocks(tx, kBatch);
    more = clocks.size() == kBatch;
    if (clocks.empty()) EndReplan(tx, now - kLookAgainFor);
  }
  ASSIGN_OR_RETURN(Planning planning, Planning::Load(tx, *cache_, now));
  if (clocks.empty()) return more;
  const history::WriteContext context = history::TimeContext(now);
  RETURN_IF_ERROR(LookAtAll(tx, planning, clocks, context));
  return more;
}

}  // namespace mainstay::feedback
