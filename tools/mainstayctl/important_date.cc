#include "tools/mainstayctl/important_date.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::ctl {
namespace {

using accounts::v1::ImportantDate;

absl::Status Refused(std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      what, ", as in \"birthday lunar 1985-06-15\" or \"other 09-10 Foundation day\""));
}

// The first word of `text`, which loses it.
std::string_view TakeWord(std::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

absl::Status SetCalendar(std::string_view word, ImportantDate* date) {
  if (word != "solar" && word != "lunar" && word != "lunar-leap") {
    return Refused("the calendar must be solar, lunar or lunar-leap");
  }
  date->set_calendar(word == "solar" ? accounts::v1::CALENDAR_SOLAR : accounts::v1::CALENDAR_LUNAR);
  date->set_leap_month(word == "lunar-leap");
  return absl::OkStatus();
}

// "1985-06-15" or "06-15".
absl::Status SetDay(std::string_view word, ImportantDate* date) {
  std::vector<int> numbers;
  bool well = true;
  for (std::string_view part : absl::StrSplit(word, '-')) {
    int number = 0;
    well = well && absl::SimpleAtoi(part, &number) && number > 0;
    numbers.push_back(number);
  }
  if (numbers.size() == 2) numbers.insert(numbers.begin(), 0);
  const int longest = date->calendar() == accounts::v1::CALENDAR_LUNAR ? 30 : 31;
  if (!well || numbers.size() != 3 || numbers[1] > 12 || numbers[2] > longest) {
    return Refused(absl::StrCat("\"", word, "\" must be YEAR-MONTH-DAY or MONTH-DAY"));
  }
  date->set_year(numbers[0]);
  date->set_month(numbers[1]);
  date->set_day(numbers[2]);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportantDate> ParseImportantDate(std::string_view text) {
  ImportantDate date;
  accounts::v1::ImportantDateKind kind = accounts::v1::IMPORTANT_DATE_KIND_UNSPECIFIED;
  if (!accounts::v1::ImportantDateKind_Parse(
          absl::StrCat("IMPORTANT_DATE_KIND_", absl::AsciiStrToUpper(TakeWord(text))), &kind) ||
      kind == accounts::v1::IMPORTANT_DATE_KIND_UNSPECIFIED) {
    return Refused("begin with birthday, anniversary, festival or other");
  }
  date.set_kind(kind);
  std::string_view word = TakeWord(text);
  if (!word.empty() && absl::ascii_isalpha(word[0])) {
    RETURN_IF_ERROR(SetCalendar(word, &date));
    word = TakeWord(text);
  } else {
    date.set_calendar(accounts::v1::CALENDAR_SOLAR);
  }
  RETURN_IF_ERROR(SetDay(word, &date));
  date.set_label(std::string(absl::StripAsciiWhitespace(text)));
  if (kind == accounts::v1::IMPORTANT_DATE_KIND_OTHER && date.label().empty()) {
    return Refused("say after the date what it is");
  }
  return date;
}

}  // namespace mainstay::ctl
