// Engagement's working calendars as every other service keeps them (calendar_replica.sql), so that
// all count the same working time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/calendar/working_calendar.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::calendar_replica {

// Lets a subscription to engagement keep the calendars.
void KeepCalendars(events::Subscription& subscription);

struct Replica {
  int64_t version = 0;  // what was compiled of another version is out of date
  calendar::WorkingCalendar hours;
};

// The calendar of a name ("cn") as the newest event told it; nothing when none did yet.
absl::StatusOr<std::optional<Replica>> ReadReplica(pg::Tx& tx, const std::string& name);

// The calendar out of the bytes in which its event came (calendar_replica.content).
absl::StatusOr<calendar::WorkingCalendar> HoursOf(const std::string& content);

// The version alone: what those ask first who keep a compiled calendar.
std::optional<int64_t> ReadReplicaVersion(pg::Tx& tx, const std::string& name);

}  // namespace mainstay::calendar_replica
