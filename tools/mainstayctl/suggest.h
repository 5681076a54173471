// What a mistyped word was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mainstay::ctl {

// "; did you mean list?": the word of `known` that is at most two letters away from `word`, or that
// begins with it; empty when there is none.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& known);

}  // namespace mainstay::ctl
