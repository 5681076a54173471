#include "services/engagement/calendar/working_time_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {
namespace {

// A compiled calendar has 10 to 60 kB; a company has a handful.
constexpr size_t kMostKept = 200;

}  // namespace

absl::StatusOr<std::shared_ptr<const calendar::WorkingTime>> WorkingTimes::Get(
    pg::Session& session, const pg::TxOptions& options, const std::string& name) {
  const absl::Status missing = status::NotFound(absl::StrCat("workingCalendars/", name));
  ASSIGN_OR_RETURN(const int64_t version,
                   session.ReadOne(options, [&](pg::Tx& tx) -> absl::StatusOr<int64_t> {
                     const std::optional<int64_t> found = ReadCalendarVersion(tx, name);
                     if (!found) return missing;
                     return *found;
                   }));
  if (auto found = Find(name, version)) return found;
  ASSIGN_OR_RETURN(const NamedCalendar named,
                   session.Read(options, [&](pg::Tx& tx) -> absl::StatusOr<NamedCalendar> {
                     std::optional<NamedCalendar> found = ReadWholeCalendar(tx, name);
                     if (!found) return missing;
                     return *std::move(found);
                   }));
  ASSIGN_OR_RETURN(calendar::WorkingTime compiled, calendar::WorkingTime::Compile(named.hours));
  auto shared = std::make_shared<const calendar::WorkingTime>(std::move(compiled));
  Keep(name, {named.version, shared});
  return std::shared_ptr<const calendar::WorkingTime>(shared);
}

std::shared_ptr<const calendar::WorkingTime> WorkingTimes::Find(const std::string& name,
                                                                int64_t version) {
  absl::MutexLock lock(&mutex_);
  const auto found = compiled_.find(name);
  if (found == compiled_.end() || found->second.version != version) return nullptr;
  return found->second.working_time;
}

void WorkingTimes::Keep(const std::string& name, Compiled compiled) {
  absl::MutexLock lock(&mutex_);
  if (compiled_.size() >= kMostKept) compiled_.clear();
  Compiled& kept = compiled_[name];
  if (compiled.version > kept.version) kept = std::move(compiled);
}

}  // namespace mainstay::engagement
