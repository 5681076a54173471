// What an account is found by: the text of its names and ids, and the numbers that index it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// A company's name for comparing: folded (text_fold.h), without what says only that it is a company
// (有限公司, 股份有限公司, 集团, Co., Ltd., Inc., LLC, GmbH, …). Never empty for a name with a
// letter or digit: a name that is nothing but such words stays whole.
std::string NormalName(std::string_view display_name);

// A key that sorts names as people expect: Latin as such, Chinese by pinyin, then by character.
std::string SortName(std::string_view display_name);

// Folded names, aliases, tax id, domain, external id, and the names' pinyin and initials, each
// once, with a line break between them so that nothing is found across two of them.
std::string SearchText(const Account& account);

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

}  // namespace mainstay::accounts
