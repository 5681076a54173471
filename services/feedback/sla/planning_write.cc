#include "services/feedback/sla/planning_write.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/calendar/china.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/events/outbox.h"
#include "common/history/change_store.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/feedback/sla/calendar_version_store.h"
#include "services/feedback/sla/default_policy.h"
#include "services/feedback/sla/policy_store.h"
#include "services/feedback/sla/sla_policy_events.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMostKept = 100;  // of each; a compiled calendar has 10 to 60 kB

// The policy in force, after the default one was made if there was none: by this transaction or by
// another one at the same time.
absl::StatusOr<std::pair<std::string, int64_t>> EnsurePolicyInForce(pg::Tx& tx, absl::Time now) {
  if (const auto in_force = PolicyInForce(tx)) return *in_force;
  const SlaPolicy policy = DefaultPolicy(now);
  ASSIGN_OR_RETURN(const bool made, InsertPolicy(tx, policy));
  if (made) {
    const history::WriteContext context = history::TimeContext(now);
    history::RecordFirstVersions(tx, kSlaPolicyChanges, {policy.id}, "create", context);
    events::Append(tx, SlaPolicyCreatedEvent(policy, context));
  }
  if (const auto in_force = PolicyInForce(tx)) return *in_force;
  return absl::InternalError("no service policy is in force");
}

template <class Map, class Value>
void Keep(Map& map, const std::string& key, const Value& value) {
  if (map.size() >= kMostKept) map.clear();
  map[key] = value;
}

}  // namespace

absl::StatusOr<PlanningCache::Policy> PlanningCache::PolicyAt(pg::Tx& tx, const std::string& id,
                                                              int64_t version) {
  const std::string key = absl::StrCat(id, "/", version);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = policies_.find(key);
    if (found != policies_.end()) return found->second;
  }
  auto policy = std::make_shared<SlaPolicy>();
  policy->id = id;
  policy->version = version;
  policy->rules = ReadRules(tx, id, version);
  if (policy->rules.empty()) {
    return absl::InternalError(absl::StrCat("service policy ", key, " has no rules"));
  }
  absl::MutexLock lock(&mutex_);
  Keep(policies_, key, policy);
  return Policy(policy);
}

absl::StatusOr<PlanningCache::WorkingTime> PlanningCache::CalendarAt(pg::Tx& tx,
                                                                     const std::string& name,
                                                                     int64_t version) {
  if (version == 0) return WorkingTime();
  const std::string key = absl::StrCat(name, "/", version);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = calendars_.find(key);
    if (found != calendars_.end()) return found->second;
  }
  const std::optional<std::string> content = ReadCalendarVersion(tx, name, version);
  if (!content) return WorkingTime();
  ASSIGN_OR_RETURN(const calendar::WorkingCalendar hours, calendar_replica::HoursOf(*content));
  ASSIGN_OR_RETURN(calendar::WorkingTime compiled, calendar::WorkingTime::Compile(hours));
  auto working = std::make_shared<const calendar::WorkingTime>(std::move(compiled));
  absl::MutexLock lock(&mutex_);
  Keep(calendars_, key, working);
  return WorkingTime(working);
}

absl::StatusOr<Planning> Planning::Load(pg::Tx& tx, PlanningCache& cache, absl::Time now) {
  Planning planning(tx, cache);
  ASSIGN_OR_RETURN(const auto in_force, EnsurePolicyInForce(tx, now));
  ASSIGN_OR_RETURN(planning.in_force_, cache.PolicyAt(tx, in_force.first, in_force.second));
  return planning;
}

absl::StatusOr<std::optional<ClockReplan>> Planning::Refresh(
    const CaseTraits& traits, bool because_of_case, absl::Time now, CaseClock& clock,
    std::optional<absl::Time> start_before) {
  std::optional<ClockReplan> replan;
  if (IsOpen(clock.facts, now) || clock.basis.policy_id.empty()) {
    ClockBasis basis = BasisOf({in_force_.get(), traits}, clock.kind);
    if (!basis.calendar.empty()) {
      ASSIGN_OR_RETURN(basis.calendar_version, VersionNow(basis.calendar));
    }
    const std::optional<ClockTerms> terms = TermsOf(*in_force_, basis, clock.kind);
    ASSIGN_OR_RETURN(const auto* was, Working(clock.basis.calendar, clock.basis.calendar_version));
    ASSIGN_OR_RETURN(const auto* is, Working(basis.calendar, basis.calendar_version));
    // What cannot be counted on either side is no change that could be told.
    const bool planned = !clock.basis.policy_id.empty() && (!clock.terms || was != nullptr);
    if (planned && (basis != clock.basis || start_before) && (!terms || is != nullptr)) {
      replan = Replan(clock.kind, because_of_case ? "case" : ReasonOf(clock.basis, basis),
                      {clock.terms, was}, {terms, is}, clock.facts, now, start_before);
    }
    clock.basis = std::move(basis);
    clock.terms = terms;
  }
  RETURN_IF_ERROR(ScheduleClock(clock, now));
  return replan;
}

absl::Status Planning::ScheduleClock(CaseClock& clock, absl::Time now) {
  ASSIGN_OR_RETURN(const auto* working,
                   Working(clock.basis.calendar, clock.basis.calendar_version));
  ASSIGN_OR_RETURN(const auto ladder, Ladder(clock));
  Schedule(clock, ladder, working, now);
  return absl::OkStatus();
}

absl::Status Planning::TakeAsTold(absl::Time now, CaseClock& clock) {
  ASSIGN_OR_RETURN(const ClockNews news, News(clock, now));
  clock.at_risk_told = true;
  clock.breach_told = news.breach_time;
  return ScheduleClock(clock, now);
}

absl::StatusOr<ClockNews> Planning::News(const CaseClock& clock, absl::Time now) {
  ASSIGN_OR_RETURN(const auto* working,
                   Working(clock.basis.calendar, clock.basis.calendar_version));
  ASSIGN_OR_RETURN(const auto ladder, Ladder(clock));
  return NewsOf(clock, ladder, working, now);
}

absl::StatusOr<absl::Span<const EscalationLevel>> Planning::Ladder(const CaseClock& clock) {
  const ClockBasis& basis = clock.basis;
  if (basis.policy_id.empty()) return absl::Span<const EscalationLevel>();
  PlanningCache::Policy& policy = policies_[{basis.policy_id, basis.policy_version}];
  if (policy == nullptr) {
    ASSIGN_OR_RETURN(policy, cache_->PolicyAt(*tx_, basis.policy_id, basis.policy_version));
  }
  return LadderOf(*policy, basis);
}

absl::StatusOr<absl::TimeZone> Planning::ZoneOf(const CaseClock& clock) {
  ASSIGN_OR_RETURN(const auto* working,
                   Working(clock.basis.calendar, clock.basis.calendar_version));
  return working == nullptr ? calendar::ChinaTime() : working->zone();
}

absl::StatusOr<std::optional<Quarter>> Planning::QuarterOf(const CaseTraits& traits,
                                                           absl::Time received) {
  const SlaRule* rule = RuleFor(*in_force_, traits);
  if (rule == nullptr || rule->route != kQuarterlyRoute) return std::optional<Quarter>();
  ASSIGN_OR_RETURN(const int64_t version, VersionNow(rule->calendar));
  ASSIGN_OR_RETURN(const auto* working, Working(rule->calendar, version));
  const absl::TimeZone zone = working == nullptr ? calendar::ChinaTime() : working->zone();
  return std::optional<Quarter>(PlanQuarter(received, zone));
}

absl::StatusOr<const calendar::WorkingTime*> Planning::Working(const std::string& name,
                                                               int64_t version) {
  if (name.empty() || version == 0) return nullptr;
  PlanningCache::WorkingTime& working = working_[{name, version}];
  if (working == nullptr) {
    ASSIGN_OR_RETURN(working, cache_->CalendarAt(*tx_, name, version));
  }
  return working.get();
}

absl::StatusOr<int64_t> Planning::VersionNow(const std::string& name) {
  const auto known = versions_.find(name);
  if (known != versions_.end()) return known->second;
  const int64_t version = calendar_replica::ReadReplicaVersion(*tx_, name).value_or(0);
  versions_[name] = version;
  return version;
}

}  // namespace mainstay::feedback
