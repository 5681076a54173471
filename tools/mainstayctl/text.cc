#include "tools/mainstayctl/text.h"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/str_cat.h"

namespace mainstay::ctl {
namespace {

// Calls visit(code point or -1, its bytes) for each character; stops when it returns false.
template <class F>
void ForEachCharacter(std::string_view text, F visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (!visit(c, text.substr(start, i - start))) return;
  }
}

int WidthOf(UChar32 c) {
  if (c < 0) return 1;
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool Steers(UChar32 c) {
  return u_charType(c) == U_CONTROL_CHAR || u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
}

}  // namespace

std::string Printable(std::string_view text, bool keep_lines) {
  std::string result;
  result.reserve(text.size());
  ForEachCharacter(text, [&](UChar32 c, std::string_view bytes) {
    if (c < 0) {
      result += "\uFFFD";
    } else if (Steers(c) && !(keep_lines && c == '\n')) {
      result += '?';
    } else {
      result += bytes;
    }
    return true;
  });
  return result;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  ForEachCharacter(text, [&](UChar32 c, std::string_view) {
    width += WidthOf(c);
    return true;
  });
  return width;
}

std::string Fit(std::string_view text, int width) {
  if (width <= 0) return "";
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string result;
  int used = 0;
  ForEachCharacter(text, [&](UChar32 c, std::string_view bytes) {
    if (used + WidthOf(c) > width - 1) return false;
    used += WidthOf(c);
    result += bytes;
    return true;
  });
  return result + "…";
}

std::string PadRight(std::string_view text, int width) {
  const int missing = width - DisplayWidth(text);
  return absl::StrCat(text, std::string(missing > 0 ? missing : 0, ' '));
}

std::string PadLeft(std::string_view text, int width) {
  const int missing = width - DisplayWidth(text);
  return absl::StrCat(std::string(missing > 0 ? missing : 0, ' '), text);
}

}  // namespace mainstay::ctl
