#include "common/calendar_replica/working_times.h"

#include <utility>

#include "common/calendar_replica/calendar_replica.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::calendar_replica {
namespace {

// A compiled calendar has 10 to 60 kB; a company has a handful.
constexpr size_t kMostKept = 50;

calendar::WorkingCalendar PlainWeek() {
  calendar::WorkingCalendar week;
  week.time_zone = text::kDefaultTimeZone;
  for (size_t day = 0; day < 5; ++day) week.weekly[day] = {{9 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  return week;
}

}  // namespace

absl::StatusOr<WorkingTimes::WorkingTime> WorkingTimes::Get(pg::Tx& tx, const std::string& name) {
  const int64_t version = ReadReplicaVersion(tx, name).value_or(0);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = compiled_.find(name);
    if (found != compiled_.end() && found->second.version == version) {
      return found->second.working_time;
    }
  }
  ASSIGN_OR_RETURN(const auto replica, ReadReplica(tx, name));
  ASSIGN_OR_RETURN(calendar::WorkingTime working,
                   calendar::WorkingTime::Compile(replica ? replica->hours : PlainWeek()));
  auto shared = std::make_shared<const calendar::WorkingTime>(std::move(working));
  absl::MutexLock lock(&mutex_);
  if (compiled_.size() >= kMostKept) compiled_.clear();
  compiled_[name] = {replica ? replica->version : 0, shared};
  return WorkingTime(shared);
}

}  // namespace mainstay::calendar_replica
