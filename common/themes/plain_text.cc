#include "common/themes/plain_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace mainstay::themes {
namespace {

constexpr size_t kMaxTagBytes = 300;
constexpr size_t kMaxReferenceBytes = 10;

// Bytes of the HTML tag or comment that `text` begins with; 0 when it begins with none.
size_t TagLength(std::string_view text) {
  if (text.size() < 3 || text[0] != '<') return 0;
  if (!absl::ascii_isalpha(text[1]) && text[1] != '/' && text[1] != '!') return 0;
  const size_t end = text.substr(0, kMaxTagBytes).find('>');
  return end == std::string_view::npos ? 0 : end + 1;
}

// Bytes of the character reference (&nbsp; &#39;) that `text` begins with; 0 when none.
size_t ReferenceLength(std::string_view text) {
  if (text.empty() || text[0] != '&') return 0;
  for (size_t i = 1; i < text.size() && i < kMaxReferenceBytes; ++i) {
    if (text[i] == ';') return i > 1 ? i + 1 : 0;
    if (!absl::ascii_isalnum(text[i]) && !(i == 1 && text[i] == '#')) return 0;
  }
  return 0;
}

// Bytes of the web address that `text` begins with: up to the first character that is not ASCII,
// a space or a quote; 0 when it begins with none.
size_t UrlLength(std::string_view text) {
  if (!absl::StartsWithIgnoreCase(text, "http://") &&
      !absl::StartsWithIgnoreCase(text, "https://") && !absl::StartsWithIgnoreCase(text, "www.")) {
    return 0;
  }
  size_t end = 0;
  while (end < text.size() && absl::ascii_isgraph(text[end]) && text[end] != '"' &&
         text[end] != '<' && text[end] != '>') {
    ++end;
  }
  return end;
}

// What a character becomes: one or more units, or none.
void AppendFolded(UChar32 c, std::u16string& units) {
  if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
    units += u'\n';
  } else if (c < 0x80) {
    units += c < 0x20 || c == 0x7f ? u' ' : static_cast<char16_t>(u_tolower(c));
  } else if (c >= 0x4e00 &&
             c <= 0x9fff) {  // the most frequent Chinese characters fold to themselves
    units += static_cast<char16_t>(c);
  } else if (c == 0x2018 || c == 0x2019) {
    units += u'\'';
  } else if (c == 0xfffd || u_charType(c) == U_CONTROL_CHAR) {
    units += u' ';
  } else if (u_charType(c) != U_FORMAT_CHAR) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
    icu::UnicodeString folded(c);
    if (U_SUCCESS(error)) folded = nfkc->normalize(folded, error);
    if (U_FAILURE(error)) return;
    folded.toLower();
    units.append(folded.getBuffer(), static_cast<size_t>(folded.length()));
  }
}

}  // namespace

PlainText ToPlainText(std::string_view utf8) {
  PlainText plain;
  plain.units.reserve(utf8.size() / 2);
  plain.offsets.reserve(utf8.size() / 2 + 1);
  const auto length = static_cast<int32_t>(std::min<size_t>(utf8.size(), 4 * kMaxTextCharacters));
  int32_t at = 0;
  for (size_t read = 0; at < length && read < kMaxTextCharacters; ++read) {
    const int32_t begin = at;
    const std::string_view rest = utf8.substr(static_cast<size_t>(at));
    if (const size_t skipped = TagLength(rest) + UrlLength(rest); skipped > 0) {
      at += static_cast<int32_t>(skipped);
      plain.units += u'\n';
    } else if (const size_t reference = ReferenceLength(rest); reference > 0) {
      at += static_cast<int32_t>(reference);
      plain.units += rest.substr(0, reference) == "&#39;" ? u'\'' : u' ';
    } else {
      UChar32 c;
      U8_NEXT_OR_FFFD(utf8.data(), at, length, c);
      AppendFolded(c, plain.units);
    }
    plain.offsets.resize(plain.units.size(), static_cast<uint32_t>(begin));
  }
  plain.offsets.push_back(static_cast<uint32_t>(std::min<int32_t>(at, length)));
  return plain;
}

}  // namespace mainstay::themes
