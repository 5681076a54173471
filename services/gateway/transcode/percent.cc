#include "services/gateway/transcode/percent.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/transcode/utf8.h"

namespace mainstay::gateway {
namespace {

// The value of a hex digit; -1 for any other character.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

absl::StatusOr<std::string> PercentDecode(std::string_view text, PercentRule rule) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && rule == PercentRule::kQuery) {
      out += ' ';
    } else if (c != '%') {
      out += c;
    } else {
      int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return absl::InvalidArgumentError(
            absl::StrCat("the URL has a '%' that two hex digits do not follow: write it as %25"));
      }
      char byte = static_cast<char>(high * 16 + low);
      if (byte == '/' && rule == PercentRule::kExceptSlash) {
        out.append(text.substr(i, 3));
      } else {
        out += byte;
      }
      i += 2;
    }
  }
  if (!IsUtf8(out)) {
    return absl::InvalidArgumentError("the URL is not UTF-8 once its percent-encoding is undone");
  }
  return out;
}

}  // namespace mainstay::gateway
