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

absl::Status Missing(const std::string& name) {
  return status::NotFound(absl::StrCat("workingCalendars/", name));
}

// The calendar with its days, all of one version: outside a snapshot it may change between the
// statements that read it.
std::optional<NamedCalendar> ReadOneVersion(pg::Tx& tx, const std::string& name) {
  std::optional<NamedCalendar> named = ReadWholeCalendar(tx, name);
  while (named && ReadCalendarVersion(tx, name) != named->version) {
    named = ReadWholeCalendar(tx, name);
  }
  return named;
}

}  // namespace

absl::StatusOr<WorkingTimes::WorkingTime> WorkingTimes::Get(pg::Tx& tx, const std::string& name) {
  const std::optional<int64_t> version = ReadCalendarVersion(tx, name);
  if (!version) return Missing(name);
  if (auto found = Find(name, *version)) return found;
  const std::optional<NamedCalendar> named = ReadOneVersion(tx, name);
  if (!named) return Missing(name);
  ASSIGN_OR_RETURN(calendar::WorkingTime compiled, calendar::WorkingTime::Compile(named->hours));
  auto shared = std::make_shared<const calendar::WorkingTime>(std::move(compiled));
  Keep(name, {named->version, shared});
  return WorkingTime(shared);
}

absl::StatusOr<WorkingTimes::WorkingTime> WorkingTimes::Get(pg::Session& session,
                                                            const pg::TxOptions& options,
                                                            const std::string& name) {
  ASSIGN_OR_RETURN(
      const std::optional<int64_t> version,
      session.ReadOne(options, [&](pg::Tx& tx) -> absl::StatusOr<std::optional<int64_t>> {
        return ReadCalendarVersion(tx, name);
      }));
  if (!version) return Missing(name);
  if (auto found = Find(name, *version)) return found;
  return session.Read(options, [&](pg::Tx& tx) { return Get(tx, name); });
}

WorkingTimes::WorkingTime WorkingTimes::Find(const std::string& name, int64_t version) {
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
