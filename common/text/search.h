// Finding text by any part of it, in Chinese too, where trigrams cannot find two characters: texts
// are indexed by their characters and pairs of neighbours, in an integer array under a GIN index.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::text {

// Between the folded texts of one search text, so that nothing is found across two of them.
inline constexpr std::string_view kBetweenTexts = "\n";

// The characters and pairs of neighbours of folded text as numbers, sorted, each once. A pair is
// (low 16 bits of the first) << 16 | (low 16 bits of the second); a single character is a pair with
// 0. Single ASCII characters are left out: nearly every account has them all. Two texts may share a
// number without sharing a pair, so a search compares the text too.
std::vector<int32_t> SearchGrams(std::string_view search_text);

// A query taken apart.
struct SearchQuery {
  std::string prefix;              // the whole query folded: names that begin with it come first
  std::vector<std::string> words;  // folded; each must occur somewhere
  // What every match has in its SearchGrams: the words' pairs, and words of one character. Not the
  // singles within pairs: they find nothing more and mislead the planner's estimate.
  std::vector<int32_t> grams;
};
// At most 10 words count. No words when `query` has no letter or digit.
SearchQuery ParseSearchQuery(std::string_view query);

// The same of what a call is asked for: INVALID_ARGUMENT on "query" when it is over 200 characters
// or has nothing that the index could find.
absl::StatusOr<SearchQuery> ReadSearchQuery(std::string_view query);

}  // namespace mainstay::text
