// What people wrote, made plain for analysis: one form of every character, no markup and no
// addresses, with the way back to the bytes that were written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mainstay::themes {

// Characters (code points) of a text that are read; the rest of a longer one is left out.
inline constexpr size_t kMaxTextCharacters = 20'000;

struct PlainText {
  std::u16string units;  // UTF-16
  // Byte of the original where each unit comes from, and one more: where reading ended.
  std::vector<uint32_t> offsets;
};

// `utf8` with compatibility forms of each character folded (NFKC: full-width letters, ligatures,
// ㎡), letters in lower case and curly apostrophes straight. HTML tags, URLs and line ends become a
// line break, HTML's character references, control characters and bytes that are not UTF-8 a space;
// invisible format characters go. Traditional Chinese characters stay as they are. Thread-safe.
PlainText ToPlainText(std::string_view utf8);

}  // namespace mainstay::themes
