#include "services/engagement/calendar/calendar_store.h"

#include <pqxx/result>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

using calendar::DayKind;
using calendar::SpecialDay;

constexpr pg::Statement kInsert{"calendar_insert", R"sql(
INSERT INTO working_calendars (calendar_id, name, version, display_name, time_zone, weekly,
  create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO NOTHING RETURNING 1
)sql"};

constexpr pg::Statement kUpdate{"calendar_update", R"sql(
UPDATE working_calendars SET version = $2, display_name = $3, time_zone = $4, weekly = $5,
  update_time = $6 WHERE calendar_id = $1
)sql"};

constexpr pg::Statement kRemoveDays{
    "calendar_days_remove",
    "DELETE FROM special_days WHERE calendar_id = $1 AND day = ANY($2::text[]::date[])"};

constexpr pg::Statement kWriteDays{"calendar_days_write", R"sql(
INSERT INTO special_days (calendar_id, day, kind, name, name_en, hours, follows)
SELECT $1::uuid, d.day::date, d.kind, d.name, d.name_en, d.hours, d.follows::smallint
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
  AS d (day, kind, name, name_en, hours, follows)
ON CONFLICT (calendar_id, day) DO UPDATE SET kind = excluded.kind, name = excluded.name,
  name_en = excluded.name_en, hours = excluded.hours, follows = excluded.follows
)sql"};

#define MAINSTAY_CALENDAR_COLUMNS                                                            \
  "c.calendar_id, c.name, c.version, c.display_name, c.time_zone, c.weekly, c.create_time, " \
  "c.update_time, (SELECT count(*) FROM special_days s WHERE s.calendar_id = c.calendar_id)"
#define MAINSTAY_DAY_COLUMNS "s.day, s.kind, s.name, s.name_en, s.hours, s.follows"

constexpr pg::Statement kRead{"calendar_read", "SELECT " MAINSTAY_CALENDAR_COLUMNS
                                               " FROM working_calendars c WHERE c.name = $1"};
constexpr pg::Statement kLock{"calendar_lock",
                              "SELECT " MAINSTAY_CALENDAR_COLUMNS
                              " FROM working_calendars c WHERE c.name = $1 FOR UPDATE OF c"};
constexpr pg::Statement kReadDays{"calendar_days_read",
                                  "SELECT " MAINSTAY_DAY_COLUMNS
                                  " FROM special_days s WHERE s.calendar_id = $1 ORDER BY s.day"};
constexpr pg::Statement kReadVersion{"calendar_version",
                                     "SELECT version FROM working_calendars WHERE name = $1"};

constexpr pg::Statement kNoteYear{"official_year_note", R"sql(
INSERT INTO official_years_taken (calendar_id, region, year, digest) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING 1
)sql"};

NamedCalendar CalendarFromRow(const pqxx::row& row) {
  NamedCalendar named;
  named.id = row[0].c_str();
  named.name = row[1].c_str();
  named.version = row[2].as<int64_t>();
  named.display_name = row[3].c_str();
  named.hours.time_zone = row[4].c_str();
  const std::vector<std::string> weekly = pg::ParseArray(row[5].c_str());
  for (size_t i = 0; i < named.hours.weekly.size() && i < weekly.size(); ++i) {
    named.hours.weekly[i] = HoursOf(weekly[i]);
  }
  named.create_time = pg::ParseTime(row[6].c_str());
  named.update_time = pg::ParseTime(row[7].c_str());
  named.special_day_count = row[8].as<size_t>();
  return named;
}

SpecialDay DayFromRow(const pqxx::row& row) {
  SpecialDay day;
  day.date = pg::ParseDay(row[0].c_str());
  day.kind = std::string_view(row[1].c_str()) == "workday" ? DayKind::kWorkday : DayKind::kHoliday;
  day.name = row[2].c_str();
  day.name_en = row[3].c_str();
  day.shifts = HoursOf(row[4].c_str());
  if (!row[5].is_null()) day.follows = static_cast<absl::Weekday>(row[5].as<int>());
  return day;
}

std::optional<NamedCalendar> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return CalendarFromRow(rows[0]);
}

std::optional<NamedCalendar> WithDays(pg::Tx& tx, std::optional<NamedCalendar> named) {
  if (!named) return named;
  for (const auto& row : tx.Run(kReadDays, named->id)) {
    named->hours.special_days.push_back(DayFromRow(row));
  }
  // The row's own count is as old as the wait for its lock.
  named->special_day_count = named->hours.special_days.size();
  return named;
}

std::vector<std::string> WeeklyOf(const NamedCalendar& named) {
  std::vector<std::string> weekly;
  for (const auto& shifts : named.hours.weekly) weekly.push_back(HoursText(shifts));
  return weekly;
}

void UpsertDays(pg::Tx& tx, const std::string& calendar_id, const std::vector<SpecialDay>& days) {
  if (days.empty()) return;
  std::vector<std::string> dates, kinds, names, names_en, hours;
  std::vector<std::optional<std::string>> follows;
  for (const SpecialDay& day : days) {
    dates.push_back(pg::DayText(day.date));
    kinds.push_back(day.kind == DayKind::kHoliday ? "holiday" : "workday");
    names.push_back(day.name);
    names_en.push_back(day.name_en);
    hours.push_back(HoursText(day.shifts));
    follows.push_back(day.follows ? std::optional(absl::StrCat(static_cast<int>(*day.follows)))
                                  : std::nullopt);
  }
  tx.Run(kWriteDays, calendar_id, dates, kinds, names, names_en, hours, follows);
}

}  // namespace

bool InsertCalendar(pg::Tx& tx, const NamedCalendar& named) {
  if (tx.Run(kInsert, named.id, named.name, named.version, named.display_name,
             named.hours.time_zone, WeeklyOf(named), named.create_time, named.update_time)
          .empty()) {
    return false;
  }
  UpsertDays(tx, named.id, named.hours.special_days);
  return true;
}

void UpdateCalendar(pg::Tx& tx, const NamedCalendar& named) {
  tx.Run(kUpdate, named.id, named.version, named.display_name, named.hours.time_zone,
         WeeklyOf(named), named.update_time);
}

void WriteDays(pg::Tx& tx, const std::string& calendar_id, const DayChanges& changes) {
  std::vector<std::string> removed;
  for (const SpecialDay& day : changes.removed) removed.push_back(pg::DayText(day.date));
  if (!removed.empty()) tx.Run(kRemoveDays, calendar_id, removed);
  UpsertDays(tx, calendar_id, changes.added);
  UpsertDays(tx, calendar_id, changes.changed);
}

std::optional<NamedCalendar> ReadCalendar(pg::Tx& tx, const std::string& name) {
  return First(tx.Run(kRead, name));
}

std::optional<NamedCalendar> LockCalendar(pg::Tx& tx, const std::string& name) {
  return WithDays(tx, First(tx.Run(kLock, name)));
}

std::optional<NamedCalendar> ReadWholeCalendar(pg::Tx& tx, const std::string& name) {
  return WithDays(tx, First(tx.Run(kRead, name)));
}

std::optional<int64_t> ReadCalendarVersion(pg::Tx& tx, const std::string& name) {
  const pqxx::result rows = tx.Run(kReadVersion, name);
  if (rows.empty()) return std::nullopt;
  return rows[0][0].as<int64_t>();
}

api::ListFields CalendarListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "c.display_name", kText},
      {"time_zone", "c.time_zone", kText},
      {"create_time", "c.create_time", kTime},
      {"update_time", "c.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"name", false, "c.name", "text"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::ListFields SpecialDayListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"kind", "s.kind", kEnum, api::EnumFilterValues("SPECIAL_DAY_KIND_", {"holiday", "workday"})},
      {"display_name", "s.name", kText},
      {"year", "extract(year FROM s.day)", kNumber},
  };
  static constexpr api::Sort kSorts[] = {
      {"date", false, "s.day", "date"},
      {"date", true, "s.day", "date"},
  };
  return {filters, kSorts};
}

api::Rows<NamedCalendar> ListCalendars(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CALENDAR_COLUMNS, api::KeyColumns(query, "c.calendar_id"),
                   " FROM working_calendars c WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.calendar_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, CalendarFromRow);
}

api::Rows<SpecialDay> ListSpecialDays(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& calendar_id) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_DAY_COLUMNS, api::KeyColumns(query, "s.calendar_id"),
                   " FROM special_days s WHERE ", query.filter.where);
  absl::StrAppend(&sql, " AND s.calendar_id = ", params.Add(calendar_id), "::uuid",
                  api::KeysetEnd(query, "s.calendar_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, DayFromRow);
}

bool NoteOfficialYear(pg::Tx& tx, const std::string& calendar_id, std::string_view region, int year,
                      const std::string& digest) {
  return !tx.Run(kNoteYear, calendar_id, region, year, digest).empty();
}

}  // namespace mainstay::engagement
