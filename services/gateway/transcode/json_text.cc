#include "services/gateway/transcode/json_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "absl/strings/escaping.h"
#include "services/gateway/transcode/utf8.h"

namespace mainstay::gateway {
namespace {

// What a byte needs: 0 nothing, 1 an escape, 2 a look at the whole UTF-8 sequence.
constexpr std::array<unsigned char, 256> kNeeds = [] {
  std::array<unsigned char, 256> needs{};
  for (int c = 0; c < 0x20; ++c) needs[c] = 1;
  needs['"'] = needs['\\'] = needs[0x7f] = 1;
  for (int c = 0x80; c < 0x100; ++c) needs[c] = 2;
  return needs;
}();

void AppendEscape(char c, std::string* json) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kMeanings = "\"\\\b\f\n\r\t", kLetters = "\"\\bfnrt";
  *json += '\\';
  if (size_t at = kMeanings.find(c); at != std::string_view::npos) {
    *json += kLetters[at];
    return;
  }
  json->append("u00");
  *json += kHex[static_cast<unsigned char>(c) >> 4];
  *json += kHex[c & 15];
}

template <class T>
void AppendFloating(T value, std::string* json) {
  if (std::isnan(value)) {
    json->append("\"NaN\"");
  } else if (std::isinf(value)) {
    json->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else if (value == 0) {
    json->append(std::signbit(value) ? "-0.0" : "0");
  } else if (value == std::trunc(value) && std::fabs(value) < T(1e15)) {
    // to_chars alone would write 100000 as 1e+05.
    AppendInteger(static_cast<int64_t>(value), json);
  } else {
    AppendInteger(value, json);
  }
}

// Whether all eight bytes are ASCII that JSON strings take as they are. The bit tricks are those of
// "Bit Twiddling Hacks" (Sean Eron Anderson), "Determine if a word has a byte less than n".
bool IsPlainWord(const char* bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101u, kHighBits = 0x8080808080808080u;
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  auto has_zero = [](uint64_t w) { return (w - kOnes) & ~w; };
  uint64_t special = word | (word - kOnes * 0x20) | has_zero(word ^ kOnes * 0x22) |
                     has_zero(word ^ kOnes * 0x5c) | has_zero(word ^ kOnes * 0x7f);
  return (special & kHighBits) == 0;
}

// Whether JSON takes the text as it is. Says no to all that is not ASCII.
bool IsPlain(std::string_view text) {
  if (text.size() < 8) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return kNeeds[static_cast<unsigned char>(c)] == 0; });
  }
  for (size_t i = 0; i + 8 < text.size(); i += 8) {
    if (!IsPlainWord(text.data() + i)) return false;
  }
  return IsPlainWord(text.data() + text.size() - 8);
}

// What IsPlain says no to.
void AppendEscaped(std::string_view text, std::string* json) {
  size_t plain = 0;  // where the run that needs nothing starts
  for (size_t i = 0; i < text.size();) {
    unsigned char needs = kNeeds[static_cast<unsigned char>(text[i])];
    size_t length = needs == 0 ? 1 : needs == 2 ? Utf8SequenceLength(text.substr(i)) : 0;
    if (length > 0) {
      i += length;
      continue;
    }
    json->append(text.substr(plain, i - plain));
    needs == 1 ? AppendEscape(text[i], json) : AppendUtf8(0xFFFD, json);
    plain = ++i;
  }
  json->append(text.substr(plain));
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* json) {
  if (IsPlain(text)) {
    // Both quotes and the room between them at once.
    const size_t before = json->size();
    json->append(text.size() + 2, '"');
    text.copy(json->data() + before + 1, text.size());
    return;
  }
  *json += '"';
  AppendEscaped(text, json);
  *json += '"';
}

void AppendJsonBytes(std::string_view bytes, std::string* json) {
  *json += '"';
  json->append(absl::Base64Escape(bytes));
  *json += '"';
}

void AppendJsonNumber(double value, std::string* json) { AppendFloating(value, json); }
void AppendJsonNumber(float value, std::string* json) { AppendFloating(value, json); }

}  // namespace mainstay::gateway
