// Where in a text a search found something.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mainstay::engagement {

// `body` in one line, from a little before the first place where one of `words` stands, at most
// kSnippet characters; from the beginning when none stands there. `words` are folded
// (common/text/fold.h), as in text::SearchQuery.
std::string SnippetOf(std::string_view body, const std::vector<std::string>& words);

inline constexpr size_t kSnippet = 120;

}  // namespace mainstay::engagement
