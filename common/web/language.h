// The languages of the pages that people outside the company see.
#pragma once

#include <string_view>

namespace mainstay::web {

enum class Language { kChinese, kEnglish };

// By the header Accept-Language (RFC 9110 §12.5.4): the one that weighs more, the first of equals.
// Chinese when the header is empty or asks for anything, English when it asks for neither.
Language LanguageOf(std::string_view accept_language);

}  // namespace mainstay::web
