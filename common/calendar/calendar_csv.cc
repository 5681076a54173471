#include "common/calendar/calendar_csv.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <unicode/utf8.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::calendar {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kHeader = "date,kind,name,name_en";
constexpr size_t kColumns = 4;

std::string WantedHeader() {
  return absl::StrCat("must be ", kHeader, ", or BEGIN:VCALENDAR of an iCalendar file");
}

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    UChar32 character;
    U8_NEXT(text.data(), at, text.size(), character);
    if (character < 0) return false;
  }
  return true;
}

// Whether `text` begins with `prefix`, which is taken off.
bool Consume(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The values of a line; nothing when a quote is not closed or stands in the middle of a value.
std::optional<std::vector<std::string>> SplitLine(std::string_view line) {
  std::vector<std::string> values;
  while (true) {
    std::string value;
    if (Consume(line, "\"")) {
      for (bool open = true; open;) {
        const size_t quote = line.find('"');
        if (quote == line.npos) return std::nullopt;
        absl::StrAppend(&value, line.substr(0, quote));
        line.remove_prefix(quote + 1);
        open = Consume(line, "\"");
        if (open) value += '"';
      }
      if (!line.empty() && line.front() != ',') return std::nullopt;
    } else {
      value = line.substr(0, line.find(','));
      if (value.find('"') != value.npos) return std::nullopt;
      line.remove_prefix(value.size());
    }
    values.push_back(std::move(value));
    if (!Consume(line, ",")) return values;
  }
}

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i != 4 && i != 7 && !absl::ascii_isdigit(static_cast<unsigned char>(text[i])))
      return std::nullopt;
  }
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  const absl::CivilDay date(year, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;  // 30 February
  return date;
}

// The day of a line that is not empty; adds what is wrong with it.
SpecialDay ParseLine(const std::string& field, std::string_view line, Violations& violations) {
  SpecialDay day;
  if (!IsUtf8(line)) {
    violations.push_back({field, "must be UTF-8: save the file in that encoding"});
    return day;
  }
  std::optional<std::vector<std::string>> values = SplitLine(line);
  if (!values || values->size() != kColumns) {
    violations.push_back(
        {field,
         absl::StrCat("must have the 4 values ", kHeader,
                      "; put one that has a comma or a quote into quotes, doubling quotes")});
    return day;
  }
  const std::optional<absl::CivilDay> date = ParseDate((*values)[0]);
  if (!date || date->year() < kFirstYear || date->year() > kLastYear) {
    violations.push_back(
        {absl::StrCat(field, ", date"),
         absl::StrCat("must be a date YYYY-MM-DD from ", kFirstYear, " to ", kLastYear)});
  } else {
    day.date = *date;
  }
  const std::string& kind = (*values)[1];
  if (kind != "holiday" && kind != "workday") {
    violations.push_back({absl::StrCat(field, ", kind"), "must be holiday or workday"});
  }
  day.kind = kind == "workday" ? DayKind::kWorkday : DayKind::kHoliday;
  day.name = text::Trim((*values)[2]);
  day.name_en = text::Trim((*values)[3]);
  text::CheckText(absl::StrCat(field, ", name"), day.name, 1, kMaxDayName, text::Lines::kOne,
                  violations);
  text::CheckText(absl::StrCat(field, ", name_en"), day.name_en, 0, kMaxDayName, text::Lines::kOne,
                  violations);
  return day;
}

}  // namespace

absl::StatusOr<std::vector<SpecialDay>> ParseSpecialDays(std::string_view csv) {
  Consume(csv, kByteOrderMark);
  std::vector<SpecialDay> days;
  std::map<absl::CivilDay, int> line_of;
  Violations violations;
  bool has_header = false;
  int number = 0;
  for (std::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::string field = absl::StrCat("line ", number);
    if (!has_header) {
      if (line != kHeader) return status::BadField(field, WantedHeader());
      has_header = true;
      continue;
    }
    if (days.size() == kMaxSpecialDays) {
      return status::BadField(field, absl::StrCat("is one too many: at most ", kMaxSpecialDays));
    }
    const size_t wrong = violations.size();
    SpecialDay day = ParseLine(field, line, violations);
    if (violations.size() == wrong) {
      const auto [first, is_new] = line_of.emplace(day.date, number);
      if (!is_new) {
        violations.push_back(
            {absl::StrCat(field, ", date"),
             absl::StrCat("must be given once: line ", first->second, " has it too")});
      }
    }
    if (violations.size() >= kMaxDayViolations) break;
    days.push_back(std::move(day));
  }
  if (!has_header) return status::BadField("line 1", WantedHeader());
  if (violations.size() > kMaxDayViolations) violations.resize(kMaxDayViolations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  return days;
}

}  // namespace mainstay::calendar
