// What an account is found by: the text of its names and ids (common/text/search.h indexes it).
#pragma once

#include <string>
#include <string_view>

#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// A company's name for comparing: folded (common/text/fold.h), without what says only that it is a
// company (有限公司, 股份有限公司, 集团, Co., Ltd., Inc., LLC, GmbH, …). Never empty for a name
// with a letter or digit: a name that is nothing but such words stays whole.
std::string NormalName(std::string_view display_name);

// A key that sorts names as people expect: Latin as such, Chinese by pinyin, then by character.
std::string SortName(std::string_view display_name);

// Folded names, aliases, tax id, domain, external id, and the names' pinyin and initials, each
// once, with a line break between them so that nothing is found across two of them.
std::string SearchText(const Account& account);

}  // namespace mainstay::accounts
