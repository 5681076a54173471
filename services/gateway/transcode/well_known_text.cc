#include "services/gateway/transcode/well_known_text.h"

#include <charconv>
#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace mainstay::gateway {
namespace {

constexpr int64_t kMinTimestamp = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kMaxTimestamp = 253402300799;  // 9999-12-31T23:59:59Z
constexpr int64_t kMaxDuration = 315576000000;   // 10,000 years
constexpr int32_t kNanosPerSecond = 1000000000;

// Takes exactly `count` digits off `text` into `value`.
bool TakeDigits(std::string_view& text, size_t count, int* value) {
  if (text.size() < count) return false;
  *value = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!absl::ascii_isdigit(text[i])) return false;
    *value = *value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

// Takes ".123" off `text`, if it is there: one to nine digits.
bool TakeFraction(std::string_view& text, int32_t* nanos) {
  *nanos = 0;
  if (!TakeChar(text, '.')) return true;
  int digits = 0;
  while (!text.empty() && absl::ascii_isdigit(text[0])) {
    if (++digits > 9) return false;
    *nanos = *nanos * 10 + (text[0] - '0');
    text.remove_prefix(1);
  }
  if (digits == 0) return false;
  for (; digits < 9; ++digits) *nanos *= 10;
  return true;
}

// Takes "Z" or "+08:00" off `text`: the offset from UTC in seconds.
bool TakeOffset(std::string_view& text, int* seconds) {
  *seconds = 0;
  if (TakeChar(text, 'Z') || TakeChar(text, 'z')) return true;
  bool west = !text.empty() && text[0] == '-';
  if (!TakeChar(text, '-') && !TakeChar(text, '+')) return false;
  int hours, minutes;
  if (!TakeDigits(text, 2, &hours) || !TakeChar(text, ':') || !TakeDigits(text, 2, &minutes) ||
      hours > 23 || minutes > 59) {
    return false;
  }
  *seconds = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return true;
}

// Writes exactly `width` digits, which must be enough, and returns where they end.
char* WritePadded(int64_t value, int width, char* to) {
  for (int i = width - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
  return to + width;
}

// "", ".123", ".123456" or ".123456789"
char* WriteFraction(int32_t nanos, char* to) {
  if (nanos == 0) return to;
  *to++ = '.';
  if (nanos % 1000000 == 0) return WritePadded(nanos / 1000000, 3, to);
  if (nanos % 1000 == 0) return WritePadded(nanos / 1000, 6, to);
  return WritePadded(nanos, 9, to);
}

}  // namespace

bool ParseTimestamp(std::string_view text, google::protobuf::Timestamp* out) {
  int year, month, day, hour, minute, second, offset;
  int32_t nanos;
  if (!TakeDigits(text, 4, &year) || !TakeChar(text, '-') || !TakeDigits(text, 2, &month) ||
      !TakeChar(text, '-') || !TakeDigits(text, 2, &day) ||
      (!TakeChar(text, 'T') && !TakeChar(text, 't')) || !TakeDigits(text, 2, &hour) ||
      !TakeChar(text, ':') || !TakeDigits(text, 2, &minute) || !TakeChar(text, ':') ||
      !TakeDigits(text, 2, &second) || !TakeFraction(text, &nanos) || !TakeOffset(text, &offset) ||
      !text.empty()) {
    return false;
  }
  absl::CivilSecond civil(year, month, day, hour, minute, second);
  // CivilSecond carries 30 February over into March: what changed was not a date.
  if (civil.year() != year || civil.month() != month || civil.day() != day ||
      civil.hour() != hour || civil.minute() != minute || civil.second() != second) {
    return false;
  }
  int64_t seconds = civil - absl::CivilSecond(1970, 1, 1) - offset;
  if (year < 1 || seconds < kMinTimestamp || seconds > kMaxTimestamp) return false;
  out->set_seconds(seconds);
  out->set_nanos(nanos);
  return true;
}

bool AppendTimestamp(int64_t seconds, int32_t nanos, std::string* out) {
  if (seconds < kMinTimestamp || seconds > kMaxTimestamp || nanos < 0 || nanos >= kNanosPerSecond) {
    return false;
  }
  const auto moment = std::chrono::sys_seconds(std::chrono::seconds(seconds));
  const auto midnight = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(midnight);
  const int64_t second_of_day = (moment - midnight).count();
  char text[40];
  char* to = WritePadded(static_cast<int>(date.year()), 4, text);
  *to++ = '-';
  to = WritePadded(static_cast<unsigned>(date.month()), 2, to);
  *to++ = '-';
  to = WritePadded(static_cast<unsigned>(date.day()), 2, to);
  *to++ = 'T';
  to = WritePadded(second_of_day / 3600, 2, to);
  *to++ = ':';
  to = WritePadded(second_of_day / 60 % 60, 2, to);
  *to++ = ':';
  to = WritePadded(second_of_day % 60, 2, to);
  to = WriteFraction(nanos, to);
  *to++ = 'Z';
  out->append(text, to);
  return true;
}

bool ParseDuration(std::string_view text, google::protobuf::Duration* out) {
  bool negative = TakeChar(text, '-');
  int64_t seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || text[0] == '-' || seconds > kMaxDuration) return false;
  text.remove_prefix(end - text.data());
  int32_t nanos;
  if (!TakeFraction(text, &nanos) || text != "s") return false;
  if (seconds == kMaxDuration && nanos > 0) return false;
  out->set_seconds(negative ? -seconds : seconds);
  out->set_nanos(negative ? -nanos : nanos);
  return true;
}

bool AppendDuration(int64_t seconds, int32_t nanos, std::string* out) {
  if (seconds < -kMaxDuration || seconds > kMaxDuration || nanos <= -kNanosPerSecond ||
      nanos >= kNanosPerSecond || (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0)) {
    return false;
  }
  char text[40];
  char* to = text;
  if (seconds < 0 || nanos < 0) *to++ = '-';
  to = std::to_chars(to, text + sizeof text, seconds < 0 ? -seconds : seconds).ptr;
  to = WriteFraction(nanos < 0 ? -nanos : nanos, to);
  *to++ = 's';
  out->append(text, to);
  return true;
}

bool ParseFieldMask(std::string_view text, google::protobuf::FieldMask* out) {
  out->clear_paths();
  if (text.empty()) return true;
  for (absl::string_view path : absl::StrSplit(absl::string_view(text), ',')) {
    if (path.empty()) return false;
    std::string& snake = *out->add_paths();
    for (char c : path) {
      if (absl::ascii_isupper(c)) {
        snake += '_';
        snake += absl::ascii_tolower(c);
      } else if (absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '*') {
        snake += c;
      } else {
        return false;
      }
    }
  }
  return true;
}

void AppendMaskPath(std::string_view path, std::string* out) {
  bool raise = false;
  for (char c : path) {
    if (c == '_') {
      raise = true;
    } else {
      *out += raise ? absl::ascii_toupper(c) : c;
      raise = false;
    }
  }
}

}  // namespace mainstay::gateway
