// Working calendars in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/calendar/named_calendar.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kCalendarChanges =
    MAINSTAY_CHANGE_TABLE("working_calendar_changes", "calendar_id");

// Adds a calendar with its special days; false, and nothing is added, when the name is taken.
bool InsertCalendar(pg::Tx& tx, const NamedCalendar& named);
// Writes the row of a calendar that was changed.
void UpdateCalendar(pg::Tx& tx, const NamedCalendar& named);
// Writes the days that were.
void WriteDays(pg::Tx& tx, const std::string& calendar_id, const DayChanges& changes);

// Without special days, which are counted.
std::optional<NamedCalendar> ReadCalendar(pg::Tx& tx, const std::string& name);
// Whole; locked until the transaction ends.
std::optional<NamedCalendar> LockCalendar(pg::Tx& tx, const std::string& name);
// Whole, without a lock: in a snapshot (Session::Read).
std::optional<NamedCalendar> ReadWholeCalendar(pg::Tx& tx, const std::string& name);
// The present version alone.
std::optional<int64_t> ReadCalendarVersion(pg::Tx& tx, const std::string& name);

// What calendars and special days can be filtered and sorted by.
api::ListFields CalendarListFields();
api::ListFields SpecialDayListFields();
api::Rows<NamedCalendar> ListCalendars(pg::Tx& tx, const api::ListQuery& query);
api::Rows<calendar::SpecialDay> ListSpecialDays(pg::Tx& tx, const api::ListQuery& query,
                                                const std::string& calendar_id);

// Notes that a published year was taken into a calendar; false when this text of it was before.
bool NoteOfficialYear(pg::Tx& tx, const std::string& calendar_id, std::string_view region, int year,
                      const std::string& digest);

}  // namespace mainstay::engagement
