#include "services/accounts/profile/search_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/accounts/profile/text_fold.h"
#include "services/accounts/profile/website.h"

namespace mainstay::accounts {
namespace {

constexpr char kBetweenTexts = '\n';
constexpr size_t kMaxWords = 10;

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
  std::string last = Fold(head.substr(gap + 1));
  if (!last.empty() && !Contains(kLatinEndings, last)) return false;
  if (Fold(head.substr(0, gap)).empty()) return false;
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

// UTF-8 (valid) to code points.
std::vector<uint32_t> CodePoints(std::string_view text) {
  std::vector<uint32_t> points;
  points.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    unsigned char lead = static_cast<unsigned char>(text[i]);
    size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

int32_t Gram(uint32_t first, uint32_t second) {
  return static_cast<int32_t>((first & 0xffff) << 16 | (second & 0xffff));
}

// Whether single characters are wanted beside the pairs that hold them.
enum class Singles { kAll, kOnlyAlone };

void AppendGrams(std::string_view text, std::vector<int32_t>& grams, Singles singles) {
  std::vector<uint32_t> points = CodePoints(text);
  const bool want_singles = singles == Singles::kAll || points.size() == 1;
  for (size_t i = 0; i < points.size(); ++i) {
    if (points[i] == kBetweenTexts) continue;
    if (points[i] >= 0x80 && want_singles) grams.push_back(Gram(points[i], 0));
    if (i + 1 < points.size() && points[i + 1] != kBetweenTexts) {
      grams.push_back(Gram(points[i], points[i + 1]));
    }
  }
}

std::vector<int32_t> Distinct(std::vector<int32_t> grams) {
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

void AddText(std::string text, std::vector<std::string>& texts) {
  if (text.empty() || std::find(texts.begin(), texts.end(), text) != texts.end()) return;
  texts.push_back(std::move(text));
}

void AddName(std::string_view name, std::vector<std::string>& texts) {
  std::string folded = Fold(name);
  Pinyin pinyin = PinyinOf(folded);
  AddText(std::move(folded), texts);
  AddText(std::move(pinyin.full), texts);
  AddText(std::move(pinyin.initials), texts);
}

}  // namespace

std::string NormalName(std::string_view display_name) {
  while (CutLatinEnding(display_name)) {
  }
  std::string name = Fold(display_name);
  while (CutChineseEnding(name)) {
  }
  return name;
}

std::string SortName(std::string_view display_name) {
  std::string folded = Fold(display_name);
  std::string pinyin = PinyinOf(folded).full;
  return pinyin.empty() ? folded : absl::StrCat(pinyin, " ", folded);
}

std::string SearchText(const Account& account) {
  std::vector<std::string> texts;
  AddName(account.display_name, texts);
  AddName(account.short_name, texts);
  for (const std::string& alias : account.aliases) AddName(alias, texts);
  AddText(Fold(account.tax_id), texts);
  AddText(Fold(account.external_id), texts);
  AddText(Fold(DomainOf(account.website)), texts);
  return absl::StrJoin(texts, std::string(1, kBetweenTexts));
}

std::vector<int32_t> SearchGrams(std::string_view search_text) {
  std::vector<int32_t> grams;
  AppendGrams(search_text, grams, Singles::kAll);
  return Distinct(std::move(grams));
}

SearchQuery ParseSearchQuery(std::string_view query) {
  SearchQuery parsed;
  parsed.prefix = Fold(query);
  // U+3000 is the space of Chinese text.
  std::string spaced = absl::StrReplaceAll(query, {{"\u3000", " "}});
  for (std::string_view word : absl::StrSplit(spaced, absl::ByAnyChar(" \t\r\n"))) {
    std::string folded = Fold(word);
    if (folded.empty() || parsed.words.size() == kMaxWords) continue;
    AppendGrams(folded, parsed.grams, Singles::kOnlyAlone);
    AddText(std::move(folded), parsed.words);
  }
  parsed.grams = Distinct(std::move(parsed.grams));
  return parsed;
}

}  // namespace mainstay::accounts
