#include "services/engagement/calendar/official_calendar_writes.h"

#include <openssl/sha.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/calendar/calendar_csv.h"
#include "common/calendar/official_days.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_handlers.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {
namespace {

constexpr char kName[] = "cn";
constexpr std::string_view kRegion = "cn";
constexpr char kAction[] = "official_days";

NamedCalendar China(absl::Time now) {
  NamedCalendar named;
  named.id = api::NewUuid(now);
  named.name = kName;
  named.display_name = "中国标准工作日历 (China)";
  named.hours.time_zone = "Asia/Shanghai";
  for (size_t i = 0; i < 5; ++i) named.hours.weekly[i] = HoursOf("09:00-12:00 13:30-18:00");
  named.create_time = named.update_time = now;
  return named;
}

std::string DigestOf(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

// The days of the years that were not taken in yet, which are noted as taken.
absl::StatusOr<IncomingDays> NewDays(pg::Tx& tx, const std::string& calendar_id) {
  IncomingDays incoming;
  for (const calendar::OfficialYear& official : calendar::OfficialYears()) {
    if (official.region != kRegion ||
        !NoteOfficialYear(tx, calendar_id, kRegion, official.year, DigestOf(official.csv))) {
      continue;
    }
    ASSIGN_OR_RETURN(const auto days, calendar::ParseSpecialDays(official.csv));
    for (const calendar::SpecialDay& day : days) {
      incoming.days.push_back(day);
      incoming.places.push_back(absl::StrCat("official day ", absl::FormatCivilTime(day.date)));
    }
  }
  return incoming;
}

}  // namespace

absl::StatusOr<bool> KeepOfficialCalendar(pg::Tx& tx, absl::Time now) {
  const history::WriteContext context = history::TimeContext(now);
  std::optional<NamedCalendar> before = LockCalendar(tx, kName);
  if (!before) {
    // Somebody who makes it at the same time comes first: its days are taken in by the next run.
    if (!AddCalendar(tx, China(now), "create", context)) return false;
    before = LockCalendar(tx, kName);
  }
  ASSIGN_OR_RETURN(const IncomingDays incoming, NewDays(tx, before->id));
  NamedCalendar after = *before;
  ASSIGN_OR_RETURN(const DayChanges changes, TakeDays(incoming, /*replace_years=*/false, after));
  if (changes.empty()) return false;
  const history::WriteContext at = history::NextVersion(*before, context, after);
  SaveCalendar(tx, after, changes, kAction, DiffDays(changes, before->hours.special_days), at);
  return false;
}

}  // namespace mainstay::engagement
