#include "common/web/form.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace mainstay::web {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// A name or a value; what is no escape stays as it is, as browsers read it.
std::string Decode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// The length of the UTF-8 character at the beginning of `text`; 0 when there is none (RFC 3629).
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const size_t length = first < 0x80   ? 1
                        : first < 0xc2 ? 0
                        : first < 0xe0 ? 2
                        : first < 0xf0 ? 3
                        : first < 0xf5 ? 4
                                       : 0;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  if (first == 0xe0 && byte(1) < 0xa0) return 0;  // a longer spelling
  if (first == 0xed && byte(1) > 0x9f) return 0;  // a surrogate
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

// What of `text` can be in one.
std::string Acceptable(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(character.size());
    const bool control =
        length <= 1 &&
        (length == 0 || absl::ascii_iscntrl(static_cast<unsigned char>(character[0])));
    if (control && character != "\n" && character != "\t") continue;
    // The C1 controls.
    if (length == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0) {
      continue;
    }
    kept += character;
  }
  return kept;
}

}  // namespace

std::optional<std::vector<FormField>> ParseForm(std::string_view content_type,
                                                std::string_view data, size_t most_bytes,
                                                size_t most_fields) {
  const std::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';')));
  if (!absl::EqualsIgnoreCase(type, kFormType) || data.size() > most_bytes) return std::nullopt;
  std::vector<FormField> fields;
  for (const std::string_view field : absl::StrSplit(data, '&', absl::SkipEmpty())) {
    if (fields.size() == most_fields) return std::nullopt;
    const std::pair<std::string_view, std::string_view> parts =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    fields.push_back({Acceptable(Decode(parts.first)), Acceptable(Decode(parts.second))});
  }
  return fields;
}

std::string_view Cut(std::string_view utf8, size_t most) {
  size_t end = 0;
  for (; end < utf8.size() && most > 0; --most) {
    end += std::max<size_t>(1, CharacterLength(utf8.substr(end)));
  }
  return utf8.substr(0, end);
}

}  // namespace mainstay::web
