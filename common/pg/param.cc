#include "common/pg/param.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mainstay::pg {
namespace {

void AppendQuoted(std::string_view value, std::string& out) {
  out += '"';
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

template <class T, class F>
std::string ArrayOf(const std::vector<T>& values, F append) {
  std::string out = "{";
  for (const T& value : values) {
    if (out.size() > 1) out += ',';
    append(value, out);
  }
  out += '}';
  return out;
}

// Reads digits at the front of `text` and cuts them off; 0 when there are none.
int64_t TakeNumber(std::string_view& text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return 0;
  text.remove_prefix(end - text.data());
  return value;
}

// The same after one separator character of `separators`; 0 when another one follows.
int64_t TakeAfter(std::string_view separators, std::string_view& text) {
  if (text.empty() || separators.find(text.front()) == std::string_view::npos) return 0;
  text.remove_prefix(1);
  return TakeNumber(text);
}

}  // namespace

Param ToParam(int32_t value) { return std::to_string(value); }
Param ToParam(int64_t value) { return std::to_string(value); }
Param ToParam(uint64_t value) { return std::to_string(value); }

Param ToParam(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

Param ToParam(absl::Time value) {
  if (value == absl::InfiniteFuture()) return "infinity";
  if (value == absl::InfinitePast()) return "-infinity";
  const auto parts = absl::UTCTimeZone().At(value);
  const int64_t micros = absl::ToInt64Microseconds(parts.subsecond);
  // PostgreSQL has no year 0: the year before 1 is "1 BC".
  const int64_t year = parts.cs.year();
  return absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d.%06d+00%s", year > 0 ? year : 1 - year,
                         parts.cs.month(), parts.cs.day(), parts.cs.hour(), parts.cs.minute(),
                         parts.cs.second(), micros, year > 0 ? "" : " BC");
}

Param ToParam(Bytes value) { return absl::StrCat("\\x", absl::BytesToHexString(value.data)); }

Param ToParam(absl::Span<const std::string> values) {
  std::string out = "{";
  for (const std::string& value : values) {
    if (out.size() > 1) out += ',';
    AppendQuoted(value, out);
  }
  out += '}';
  return out;
}

Param ToParam(const std::vector<std::string>& values) {
  return ToParam(absl::MakeConstSpan(values));
}

Param ToParam(const std::vector<int64_t>& values) {
  return ArrayOf(values, [](int64_t value, std::string& out) { absl::StrAppend(&out, value); });
}

Param ToParam(const std::vector<std::optional<std::string>>& values) {
  return ArrayOf(values, [](const std::optional<std::string>& value, std::string& out) {
    value ? AppendQuoted(*value, out) : static_cast<void>(out += "NULL");
  });
}

absl::Time ParseTime(std::string_view text) {
  if (text == "infinity") return absl::InfiniteFuture();
  if (text == "-infinity") return absl::InfinitePast();
  int64_t year = TakeNumber(text);
  const int64_t month = TakeAfter("-", text);
  const int64_t day = TakeAfter("-", text);
  const int64_t hour = TakeAfter(" T", text);
  const int64_t minute = TakeAfter(":", text);
  const int64_t second = TakeAfter(":", text);
  int64_t micros = 0;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    for (int64_t scale = 100000; !text.empty() && absl::ascii_isdigit(text.front()); scale /= 10) {
      micros += (text.front() - '0') * scale;
      text.remove_prefix(1);
    }
  }
  const int64_t sign = !text.empty() && text.front() == '-' ? -1 : 1;
  const int64_t offset_hours = TakeAfter("+-", text);
  const int64_t offset_minutes = TakeAfter(":", text);
  const int64_t offset_seconds = TakeAfter(":", text);
  if (text == " BC") year = 1 - year;
  const absl::CivilSecond local(year, month, day, hour, minute, second);
  return absl::FromCivil(local, absl::UTCTimeZone()) + absl::Microseconds(micros) -
         sign * (absl::Hours(offset_hours) + absl::Minutes(offset_minutes) +
                 absl::Seconds(offset_seconds));
}

std::vector<std::string> ParseArray(std::string_view text) {
  std::vector<std::string> values;
  if (text.size() < 2 || text == "{}") return values;
  text = text.substr(1, text.size() - 2);
  std::string value;
  bool quoted = false;      // inside quotes now
  bool was_quoted = false;  // so that "NULL" stays text
  const auto finish = [&] {
    values.push_back(!was_quoted && value == "NULL" ? std::string() : std::move(value));
    value.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      value += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
      was_quoted = true;
    } else if (c == ',' && !quoted) {
      finish();
    } else {
      value += c;
    }
  }
  finish();
  return values;
}

std::string ParseBytes(std::string_view text) {
  if (text.size() >= 2 && text.substr(0, 2) == "\\x") text.remove_prefix(2);
  // PostgreSQL writes lower case. By hand: Abseil's function differs between Debian 12 and 13.
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) << 4 | digit(text[i + 1]));
  }
  return bytes;
}

}  // namespace mainstay::pg
