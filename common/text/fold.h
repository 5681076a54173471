// Text folded for comparing and finding, and its pinyin. The only file here that knows ICU's
// normalizers and transliterators.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::text {

// Text with everything set aside that people vary: compatibility forms and width (NFKC), case,
// traditional against simplified characters, accents on Latin letters, spaces and punctuation. What
// is left are letters and digits: "華為（深圳） Ltd." → "华为深圳ltd". Thread-safe.
std::string Fold(std::string_view text);

// The reading of Chinese characters as companies' names read them (重庆 chong qing, 银行 yin hang).
struct Pinyin {
  std::string full;      // syllables joined, other letters kept folded: "huaweiltd"
  std::string initials;  // first letters, other letters kept folded: "hwltd"
};
// Of folded text; both empty when it has no Chinese character. The first call loads the table of
// readings (about 0.1 s and 8 MB). Thread-safe.
Pinyin PinyinOf(std::string_view folded);

}  // namespace mainstay::text
