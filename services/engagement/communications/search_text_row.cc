#include "services/engagement/communications/search_text_row.h"

#include "absl/strings/str_cat.h"
#include "common/text/fold.h"
#include "common/text/search.h"

namespace mainstay::engagement {

std::string SearchTextOf(const Communication& communication) {
  return absl::StrCat(text::Fold(communication.subject), text::kBetweenTexts,
                      text::Fold(communication.body));
}

pg::Param GramsParam(const std::string& search_text) {
  const std::vector<int32_t> grams = text::SearchGrams(search_text);
  return pg::ToParam(std::vector<int64_t>(grams.begin(), grams.end()));
}

}  // namespace mainstay::engagement
