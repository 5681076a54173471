#include "common/text/search.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "common/text/rules.h"

namespace mainstay::text {
namespace {

constexpr uint32_t kBetween = '\n';
static_assert(kBetweenTexts == "\n");
constexpr size_t kMaxWords = 10;
constexpr size_t kMaxQuery = 200;  // characters

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
    if (points[i] == kBetween) continue;
    if (points[i] >= 0x80 && want_singles) grams.push_back(Gram(points[i], 0));
    if (i + 1 < points.size() && points[i + 1] != kBetween) {
      grams.push_back(Gram(points[i], points[i + 1]));
    }
  }
}

std::vector<int32_t> Distinct(std::vector<int32_t> grams) {
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

}  // namespace

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
    if (std::find(parsed.words.begin(), parsed.words.end(), folded) == parsed.words.end()) {
      parsed.words.push_back(std::move(folded));
    }
  }
  parsed.grams = Distinct(std::move(parsed.grams));
  return parsed;
}

absl::StatusOr<SearchQuery> ReadSearchQuery(std::string_view query) {
  if (Characters(query) > kMaxQuery) {
    return status::BadField("query", absl::StrCat("must be at most ", kMaxQuery, " characters"));
  }
  SearchQuery words = ParseSearchQuery(query);
  if (words.grams.empty()) {
    return status::BadField("query",
                            "must have a word of two letters or digits, or a Chinese character");
  }
  return words;
}

}  // namespace mainstay::text
