#include "services/accounts/profile/search_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/fold.h"
#include "common/text/search.h"
#include "services/accounts/profile/website.h"

namespace mainstay::accounts {
namespace {

// Endings of Chinese company names, folded; longer before those they end with.
constexpr std::array<std::string_view, 10> kChineseEndings = {
    "股份有限公司", "有限责任公司", "有限公司", "股份公司", "总公司",
    "分公司",       "子公司",       "公司",     "集团",     "股份"};

// Words that end Latin company names, folded.
constexpr std::array<std::string_view, 40> kLatinEndings = {
    "co",  "ltd", "limited", "inc",   "incorporated", "corp",   "corporation", "company",
    "llc", "llp", "plc",     "gmbh",  "mbh",          "ag",     "kg",          "kgaa",
    "ohg", "ek",  "sa",      "sas",   "sarl",         "srl",    "spa",         "bv",
    "nv",  "ab",  "oy",      "as",    "aps",          "pte",    "pty",         "pvt",
    "bhd", "sdn", "group",   "coltd", "pteltd",       "ptyltd", "pvtltd",      "holdings"};

template <size_t n>
bool Contains(const std::array<std::string_view, n>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The name without its last word if that is an ending or only punctuation ("&", "-"); false when
// it is not, or when it is the only word.
bool CutLatinEnding(std::string_view& name) {
  constexpr std::string_view kBetweenWords = " ,\t";
  size_t end = name.find_last_not_of(kBetweenWords);
  if (end == name.npos) return false;
  std::string_view head = name.substr(0, end + 1);
  size_t gap = head.find_last_of(kBetweenWords);
  if (gap == head.npos) return false;
  std::string last = text::Fold(head.substr(gap + 1));
  if (!last.empty() && !Contains(kLatinEndings, last)) return false;
  if (text::Fold(head.substr(0, gap)).empty()) return false;
  name = head.substr(0, gap);
  return true;
}

bool CutChineseEnding(std::string& name) {
  if (Contains(kChineseEndings, name)) return false;
  for (std::string_view ending : kChineseEndings) {
    if (name.size() > ending.size() && absl::EndsWith(name, ending)) {
      name.resize(name.size() - ending.size());
      return true;
    }
  }
  return false;
}

void AddText(std::string text, std::vector<std::string>& texts) {
  if (text.empty() || std::find(texts.begin(), texts.end(), text) != texts.end()) return;
  texts.push_back(std::move(text));
}

void AddName(std::string_view name, std::vector<std::string>& texts) {
  std::string folded = text::Fold(name);
  text::Pinyin pinyin = text::PinyinOf(folded);
  AddText(std::move(folded), texts);
  AddText(std::move(pinyin.full), texts);
  AddText(std::move(pinyin.initials), texts);
}

}  // namespace

std::string NormalName(std::string_view display_name) {
  while (CutLatinEnding(display_name)) {
  }
  std::string name = text::Fold(display_name);
  while (CutChineseEnding(name)) {
  }
  return name;
}

std::string SortName(std::string_view display_name) {
  std::string folded = text::Fold(display_name);
  std::string pinyin = text::PinyinOf(folded).full;
  return pinyin.empty() ? folded : absl::StrCat(pinyin, " ", folded);
}

std::string SearchText(const Account& account) {
  std::vector<std::string> texts;
  AddName(account.display_name, texts);
  AddName(account.short_name, texts);
  for (const std::string& alias : account.aliases) AddName(alias, texts);
  AddText(text::Fold(account.tax_id), texts);
  AddText(text::Fold(account.external_id), texts);
  AddText(text::Fold(DomainOf(account.website)), texts);
  return absl::StrJoin(texts, text::kBetweenTexts);
}

}  // namespace mainstay::accounts
