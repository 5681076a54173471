// What clocks are planned by: the policy in force and the calendars, as a transaction sees them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "common/pg/session.h"
#include "services/feedback/sla/case_clock.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// Versions of policies and compiled calendars that were used lately; a version never changes. One
// database's; thread-safe.
class PlanningCache {
 public:
  using Policy = std::shared_ptr<const SlaPolicy>;
  using WorkingTime = std::shared_ptr<const calendar::WorkingTime>;

  // That version's id, version and rules; INTERNAL when there was none.
  absl::StatusOr<Policy> PolicyAt(pg::Tx& tx, const std::string& id, int64_t version);
  // Null when that version is not known, as version 0 is.
  absl::StatusOr<WorkingTime> CalendarAt(pg::Tx& tx, const std::string& name, int64_t version);

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Policy> policies_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, WorkingTime> calendars_ ABSL_GUARDED_BY(mutex_);
};

// For one transaction that writes clocks.
class Planning {
 public:
  // Makes the default policy when there is none yet.
  static absl::StatusOr<Planning> Load(pg::Tx& tx, PlanningCache& cache, absl::Time now);

  // Of a clock that ended before it was made, as those of recorded cases: what it came to is on
  // record, and nobody's news.
  absl::Status TakeAsTold(absl::Time now, CaseClock& clock);

  // Plans a clock that never was planned, or an open one anew when its basis is another one now, or
  // `traits` or its facts made it so (`because_of_case`); `start_before`: from when on it was
  // counted, where that is another time now. Returns the change for the history, if it is one: what
  // is planned for the first time has none. Then schedules it, also one that is not open.
  absl::StatusOr<std::optional<ClockReplan>> Refresh(const CaseTraits& traits, bool because_of_case,
                                                     absl::Time now, CaseClock& clock,
                                                     std::optional<absl::Time> start_before = {});
  // Sets its times and when to look again.
  absl::Status ScheduleClock(CaseClock& clock, absl::Time now);
  // What is to be told of it.
  absl::StatusOr<ClockNews> News(const CaseClock& clock, absl::Time now);

  // The ladder that the clock runs by; live as long as this.
  absl::StatusOr<absl::Span<const EscalationLevel>> Ladder(const CaseClock& clock);

  // The zone of the calendar that the clock counts by, or China's.
  absl::StatusOr<absl::TimeZone> ZoneOf(const CaseClock& clock);

  // The quarter of whose plan such a case is; nothing for the urgent route and without a rule. By
  // the zone of the rule's calendar, or China's while that is not known.
  absl::StatusOr<std::optional<Quarter>> QuarterOf(const CaseTraits& traits, absl::Time received);

 private:
  Planning(pg::Tx& tx, PlanningCache& cache) : tx_(&tx), cache_(&cache) {}
  absl::StatusOr<const calendar::WorkingTime*> Working(const std::string& name, int64_t version);
  absl::StatusOr<int64_t> VersionNow(const std::string& name);

  pg::Tx* tx_;
  PlanningCache* cache_;
  PlanningCache::Policy in_force_;
  std::map<std::string, int64_t> versions_;  // of the calendars, 0: not known
  // What was handed out lives as long as this.
  std::map<std::pair<std::string, int64_t>, PlanningCache::WorkingTime> working_;
  std::map<std::pair<std::string, int64_t>, PlanningCache::Policy> policies_;
};

}  // namespace mainstay::feedback
