#include "services/feedback/sla/sla_sequel.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/sla/clock_entry_store.h"
#include "services/feedback/sla/clock_events.h"
#include "services/feedback/sla/clock_store.h"
#include "services/feedback/sla/planning_write.h"

namespace mainstay::feedback {
namespace {

// What a batch of writes comes to.
struct Outcome {
  std::vector<CaseClock> made, changed;
  std::vector<ClockEntry> entries;
  std::vector<CasePlan> plans;
  // Of `changed` those that people were told of and that need not be seen to any more.
  struct Ended {
    size_t place;
    std::string account_id;  // of the case
  };
  std::vector<Ended> ended;
};

CaseTraits TraitsOf(const Case& c, const std::string& tier) {
  return {.tier = tier, .kind = c.kind, .severity = c.severity, .scope = c.scope};
}

bool SameTraits(const Case& a, const Case& b) {
  return a.kind == b.kind && a.severity == b.severity && a.scope == b.scope;
}

absl::Status Open(const Case& c, const CaseTraits& traits, absl::Time now, Planning& planning,
                  Outcome& outcome) {
  for (const std::string_view kind : kClockKinds) {
    CaseClock clock = ClockOf(kind, c);
    clock.id = api::NewUuid(now);
    RETURN_IF_ERROR(planning.Refresh(traits, /*because_of_case=*/true, now, clock).status());
    if (!IsOpen(clock.facts, now)) RETURN_IF_ERROR(planning.TakeAsTold(now, clock));
    outcome.made.push_back(std::move(clock));
  }
  ASSIGN_OR_RETURN(const auto quarter, planning.QuarterOf(traits, c.receive_time));
  if (quarter) outcome.plans.push_back({c.id, c.account_id, quarter});
  return absl::OkStatus();
}

absl::Status Change(const CaseWrite& write, const CaseTraits& traits, absl::Time now,
                    CaseClock& clock, Planning& planning, Outcome& outcome) {
  const size_t undone = clock.facts.undone.size();
  const bool was_open = IsOpen(clock.facts, now);
  const bool unplanned = clock.basis.policy_id.empty();
  const bool same_traits = SameTraits(*write.before, *write.after);
  const absl::Time start = clock.facts.start;
  TakeIn(*write.before, *write.after, clock);
  std::optional<absl::Time> start_before;
  if (clock.facts.start != start) start_before = start;
  const bool because_of_case = !same_traits || start_before || clock.facts.undone.size() > undone;
  ASSIGN_OR_RETURN(const auto replan,
                   planning.Refresh(traits, because_of_case, now, clock, start_before));
  // Planned for the first time after its end: what it came to is nobody's news, as in Open.
  if (unplanned && !IsOpen(clock.facts, now)) RETURN_IF_ERROR(planning.TakeAsTold(now, clock));
  if (replan) {
    outcome.entries.push_back({.case_id = clock.case_id,
                               .clock = clock.kind,
                               .kind = std::string(kEntryReplanned),
                               .time = now,
                               .replan = replan});
  }
  if (clock.kind == "resolve" && IsOpen(clock.facts, now)) {
    ASSIGN_OR_RETURN(const auto quarter, planning.QuarterOf(traits, write.after->receive_time));
    outcome.plans.push_back({clock.case_id, clock.account_id, quarter});
  }
  if (was_open && !IsOpen(clock.facts, now) && clock.level > 0) {
    outcome.ended.push_back({outcome.changed.size(), write.after->account_id});
  }
  outcome.changed.push_back(std::move(clock));
  return absl::OkStatus();
}

// The clocks of the cases that existed before, locked, by case.
std::map<std::string, std::vector<CaseClock>> LockThem(
    pg::Tx& tx, const std::vector<const CaseWrite*>& writes) {
  std::vector<std::string> ids;
  for (const CaseWrite* write : writes) {
    if (write->before != nullptr) ids.push_back(write->after->id);
  }
  std::map<std::string, std::vector<CaseClock>> clocks;
  if (ids.empty()) return clocks;
  for (CaseClock& clock : LockClocks(tx, ids)) clocks[clock.case_id].push_back(std::move(clock));
  return clocks;
}

// Takes the tasks back that the escalations of clocks asked for which have ended.
void WithdrawTasks(pg::Tx& tx, const history::WriteContext& context, Outcome& outcome) {
  if (outcome.ended.empty()) return;
  std::map<std::pair<std::string, std::string>, const Outcome::Ended*> clocks;
  std::vector<std::string> cases;
  for (const Outcome::Ended& ended : outcome.ended) {
    const CaseClock& clock = outcome.changed[ended.place];
    clocks[{clock.case_id, clock.kind}] = &ended;
    cases.push_back(clock.case_id);
  }
  std::vector<events::OutboxEvent> facts;
  for (const ClockEntry& told : ReadTold(tx, cases)) {
    const auto found = clocks.find({told.case_id, told.clock});
    if (found == clocks.end()) continue;
    CaseClock& clock = outcome.changed[found->second->place];
    for (const std::string& user : told.recipients) {
      ++clock.version;
      facts.push_back(
          ClockTaskWithdrawnEvent(clock, found->second->account_id, told.level, user, context));
    }
  }
  if (!facts.empty()) events::AppendAll(tx, facts);
}

absl::Status Follow(PlanningCache& cache, pg::Tx& tx, absl::Span<const CaseWrite> all,
                    const history::WriteContext& context) {
  std::vector<const CaseWrite*> writes;
  std::vector<std::string> accounts;
  for (const CaseWrite& write : all) {
    if (write.before != nullptr && !ConcernsClocks(*write.before, *write.after)) continue;
    writes.push_back(&write);
    accounts.push_back(write.after->account_id);
  }
  if (writes.empty()) return absl::OkStatus();
  auto clocks = LockThem(tx, writes);
  ASSIGN_OR_RETURN(Planning planning, Planning::Load(tx, cache, context.now));
  const std::vector<std::string> tiers = ReadTiers(tx, accounts);
  Outcome outcome;
  for (size_t i = 0; i < writes.size(); ++i) {
    const Case& c = *writes[i]->after;
    const CaseTraits traits = TraitsOf(c, tiers[i]);
    const absl::Time now = std::max(context.now, c.update_time);
    if (writes[i]->before == nullptr) {
      RETURN_IF_ERROR(Open(c, traits, now, planning, outcome));
      continue;
    }
    for (CaseClock& clock : clocks[c.id]) {
      RETURN_IF_ERROR(Change(*writes[i], traits, now, clock, planning, outcome));
    }
  }
  WithdrawTasks(tx, context, outcome);
  RETURN_IF_ERROR(InsertClocks(tx, outcome.made));
  SaveClocks(tx, outcome.changed);
  RETURN_IF_ERROR(InsertClockEntries(tx, outcome.entries));
  SaveCasePlans(tx, std::move(outcome.plans));
  return absl::OkStatus();
}

}  // namespace

CaseSequel SlaSequel() {
  return {.name = "sla",
          .prepare = nullptr,
          .follow = [cache = std::make_shared<PlanningCache>()](
                        pg::Tx& tx, absl::Span<const CaseWrite> writes,
                        const history::WriteContext& context) {
            return Follow(*cache, tx, writes, context);
          }};
}

}  // namespace mainstay::feedback
