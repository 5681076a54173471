// The parts of WorkingCalendarService, a file each. For this folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/rpc/router.h"
#include "services/engagement/calendar/named_calendar.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

inline constexpr std::string_view kCalendarService =
    "mainstay.engagement.v1.WorkingCalendarService/";

void RegisterCalendarReads(rpc::Router& router, const Deps& deps);
void RegisterCalendarWrites(rpc::Router& router);
void RegisterWorkingTime(rpc::Router& router, const Deps& deps);

// "cn" of "workingCalendars/cn"; INVALID_ARGUMENT on `field` if it is no such name.
absl::StatusOr<std::string> ParseCalendarName(const std::string& name, std::string_view field);

// Adds a calendar, its first version's history and event; false when its name is taken.
bool AddCalendar(pg::Tx& tx, const NamedCalendar& named, std::string_view action,
                 const history::WriteContext& context);
// Writes the row, the days, the history and the event of one version (history::NextVersion);
// `changes` must not be empty.
void SaveCalendar(pg::Tx& tx, const NamedCalendar& after, const DayChanges& days,
                  std::string_view action, const std::vector<history::Change>& changes,
                  const history::WriteContext& at);

}  // namespace mainstay::engagement
