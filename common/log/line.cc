#include "common/log/line.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mainstay::log {
namespace {

std::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "info";
}

// The length of the valid UTF-8 sequence at the start of `text` (RFC 3629), or 0.
size_t Utf8Length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const auto in = [&](size_t i, int low, int high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const int low = lead == 0xE0 ? 0xA0 : 0x80, high = lead == 0xED ? 0x9F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const int low = lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

// A JSON string; bytes that are not UTF-8 become U+FFFD, so that every line can be parsed.
void AppendJson(std::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const char c = text[0];
    size_t length = Utf8Length(text);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<uint8_t>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", c);
    } else if (length == 0) {
      out->append("\xEF\xBF\xBD");
      length = 1;
    } else {
      out->append(text, 0, length);
    }
    text.remove_prefix(length);
  }
  out->push_back('"');
}

void AppendValue(const Value& value, bool quote_text, std::string* out) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (quote_text || text->empty() || text->find_first_of(" \"=\n\r\t") != text->npos) {
      AppendJson(*text, out);
    } else {
      out->append(*text);
    }
  } else if (const auto* integer = std::get_if<int64_t>(&value)) {
    absl::StrAppend(out, *integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    // JSON knows neither infinities nor NaN.
    if (std::isfinite(*number)) {
      absl::StrAppendFormat(out, "%.9g", *number);
    } else {
      out->append("null");
    }
  } else {
    out->append(std::get<bool>(value) ? "true" : "false");
  }
}

}  // namespace

std::string JsonLine(absl::Time time, Level level, std::string_view service,
                     std::string_view message, std::initializer_list<Field> fields) {
  const absl::CivilSecond second = absl::ToCivilSecond(time, absl::UTCTimeZone());
  const int64_t micros = absl::ToUnixMicros(time) % 1000000;
  std::string line =
      absl::StrFormat("{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%06dZ\",\"level\":\"%s\"",
                      second.year(), second.month(), second.day(), second.hour(), second.minute(),
                      second.second(), micros, Name(level));
  if (!service.empty()) {
    line.append(",\"service\":");
    AppendJson(service, &line);
  }
  line.append(",\"message\":");
  AppendJson(message, &line);
  for (const auto& [key, value] : fields) {
    line.push_back(',');
    AppendJson(key, &line);
    line.push_back(':');
    AppendValue(value, true, &line);
  }
  line.append("}\n");
  return line;
}

std::string ConsoleLine(absl::Time time, Level level, std::string_view message,
                        std::initializer_list<Field> fields) {
  std::string line = absl::FormatTime("%H:%M:%E3S", time, absl::LocalTimeZone());
  absl::StrAppendFormat(&line, " %-7s %s", Name(level), message);
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&line, " ", key, "=");
    AppendValue(value, false, &line);
  }
  line.push_back('\n');
  return line;
}

}  // namespace mainstay::log
