#include "services/engagement/calendar/ical_days.h"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using calendar::DayKind;
using calendar::SpecialDay;
using Violations = std::vector<status::FieldViolation>;

constexpr int kLongestEvent = 60;  // days

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

// The numbers of the lines on which events begin. libical keeps the events' order but not their
// lines.
std::vector<int> EventLines(std::string_view text) {
  std::vector<int> lines;
  int number = 0;
  for (std::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(line), "BEGIN:VEVENT")) {
      lines.push_back(number);
    }
  }
  return lines;
}

bool SaysWorkday(icalcomponent* event, std::string_view summary) {
  for (icalproperty* x = icalcomponent_get_first_property(event, ICAL_X_PROPERTY); x != nullptr;
       x = icalcomponent_get_next_property(event, ICAL_X_PROPERTY)) {
    const char* name = icalproperty_get_x_name(x);
    const char* value = icalproperty_get_value_as_string(x);
    if (name == nullptr || value == nullptr || !absl::EqualsIgnoreCase(name, "X-APPLE-SPECIAL-DAY"))
      continue;
    return absl::EqualsIgnoreCase(value, "ALTERNATE-WORKDAY");
  }
  static constexpr std::array<std::string_view, 8> kSigns = {
      "补班", "上班", "（班）", "(班)", "【班】", "[班]", "make-up workday", "working day"};
  const std::string lower = absl::AsciiStrToLower(summary);
  // "Special non-working day" and "不上班" say the opposite.
  const auto says = [&](std::string_view sign) {
    for (size_t at = lower.find(sign); at != lower.npos; at = lower.find(sign, at + 1)) {
      const std::string_view before = std::string_view(lower).substr(0, at);
      if (!absl::EndsWith(before, "non-") && !absl::EndsWith(before, "non ") &&
          !absl::EndsWith(before, "not a ") && !absl::EndsWith(before, "no ") &&
          !absl::EndsWith(before, "不") && !absl::EndsWith(before, "不用") &&
          !absl::EndsWith(before, "无需")) {
        return true;
      }
    }
    return false;
  };
  return std::any_of(kSigns.begin(), kSigns.end(), says) || summary == "班" ||
         absl::EndsWith(summary, " 班") || absl::StartsWith(summary, "班 ");
}

std::optional<absl::CivilDay> DateOf(const icaltimetype& time) {
  if (icaltime_is_null_time(time) || !time.is_date) return std::nullopt;
  const absl::CivilDay date(time.year, time.month, time.day);
  if (date.year() != time.year || date.month() != time.month || date.day() != time.day ||
      time.year < calendar::kFirstYear || time.year > calendar::kLastYear) {
    return std::nullopt;
  }
  return date;
}

// An event's first day and how many it has; adds what is wrong.
struct Span {
  absl::CivilDay first;
  int days = 0;
};
std::optional<Span> SpanOf(icalcomponent* event, const std::string& place, Violations& violations) {
  auto wrong = [&](std::string_view what) {
    violations.push_back({place, std::string(what)});
    return std::nullopt;
  };
  for (const icalproperty_kind kind :
       {ICAL_RRULE_PROPERTY, ICAL_RDATE_PROPERTY, ICAL_RECURRENCEID_PROPERTY}) {
    if (icalcomponent_get_first_property(event, kind) != nullptr) {
      return wrong("must not recur: give each year's days as events of their own");
    }
  }
  const std::optional<absl::CivilDay> first = DateOf(icalcomponent_get_dtstart(event));
  if (!first) {
    return wrong(absl::StrCat("must be an all-day event: DTSTART;VALUE=DATE:YYYYMMDD, from ",
                              calendar::kFirstYear, " to ", calendar::kLastYear));
  }
  // Without an end or a duration it is that one day (RFC 5545 §3.6.1).
  const icaltimetype end = icalcomponent_get_dtend(event);
  if (icaltime_is_null_time(end)) return Span{*first, 1};
  const std::optional<absl::CivilDay> after = DateOf(end);
  if (!after || *after < *first || *after - *first > kLongestEvent) {
    return wrong(absl::StrCat("must end on a date, at most ", kLongestEvent,
                              " days after it begins (DTEND is the day after the last)"));
  }
  return Span{*first, std::max(1, static_cast<int>(*after - *first))};
}

class Reader {
 public:
  void Read(icalcomponent* event, const std::string& place) {
    const char* raw = icalcomponent_get_summary(event);
    const std::string summary = text::Trim(raw == nullptr ? "" : raw);
    const std::optional<Span> span = SpanOf(event, place, violations_);
    if (!span) return;
    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) {
      for (int i = 0; i < span->days; ++i) days_.cancelled.push_back(span->first + i);
      return;
    }
    const size_t wrong = violations_.size();
    text::CheckText(absl::StrCat(place, ", SUMMARY"), summary, 1, calendar::kMaxDayName,
                    text::Lines::kOne, violations_);
    if (violations_.size() != wrong) return;
    SpecialDay day{.name = summary};
    day.kind = SaysWorkday(event, summary) ? DayKind::kWorkday : DayKind::kHoliday;
    for (int i = 0; i < span->days; ++i) {
      day.date = span->first + i;
      const auto [there, is_new] = place_of_.emplace(day.date, place);
      if (!is_new) {
        violations_.push_back(
            {place, absl::StrCat("must not give ", absl::FormatCivilTime(day.date),
                                 " again: the event of ", there->second, " has it too")});
        return;
      }
      days_.days.push_back(day);
      days_.places.push_back(place);
    }
  }

  bool full() const {
    return violations_.size() >= calendar::kMaxDayViolations ||
           days_.days.size() > calendar::kMaxSpecialDays;
  }

  absl::StatusOr<IncomingDays> Result() && {
    if (violations_.size() > calendar::kMaxDayViolations) {
      violations_.resize(calendar::kMaxDayViolations);
    }
    if (!violations_.empty()) return status::BadFields(std::move(violations_));
    if (days_.days.size() > calendar::kMaxSpecialDays) {
      return status::BadField(
          "text", absl::StrCat("must have at most ", calendar::kMaxSpecialDays, " days"));
    }
    return std::move(days_);
  }

 private:
  IncomingDays days_;
  std::map<absl::CivilDay, std::string> place_of_;
  Violations violations_;
};

}  // namespace

absl::StatusOr<IncomingDays> ParseIcalDays(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::string file(text);
  if (file.find('\0') != file.npos) return status::BadField("text", "must be text without NUL");
  const Component root(icalparser_parse_string(file.c_str()));
  if (root == nullptr || icalcomponent_isa(root.get()) != ICAL_VCALENDAR_COMPONENT) {
    return status::BadField("text", "must be one iCalendar file: BEGIN:VCALENDAR … END:VCALENDAR");
  }
  const std::vector<int> lines = EventLines(file);
  Reader reader;
  size_t next = 0;
  for (icalcomponent* event = icalcomponent_get_first_component(root.get(), ICAL_VEVENT_COMPONENT);
       event != nullptr && !reader.full();
       event = icalcomponent_get_next_component(root.get(), ICAL_VEVENT_COMPONENT)) {
    reader.Read(event, next < lines.size() ? absl::StrCat("line ", lines[next]) : "text");
    ++next;
  }
  if (next == 0) return status::BadField("text", "must have events (BEGIN:VEVENT)");
  return std::move(reader).Result();
}

}  // namespace mainstay::engagement
