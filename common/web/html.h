// Texts in pages.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::web {

// `text` as the content of an element or of an attribute in double or single quotes.
std::string Escape(std::string_view text);

}  // namespace mainstay::web
