#include "services/feedback/cases/case_search_store.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/pg/statement.h"
#include "common/text/fold.h"
#include "common/text/search.h"

namespace mainstay::feedback {
namespace {

// Grams as texts: arrays of arrays are rectangular in PostgreSQL.
constexpr pg::Statement kKeep{"case_search_keep", R"sql(
INSERT INTO case_search (case_id, text, grams)
SELECT case_id, text, grams::int[]
FROM unnest($1::uuid[], $2::text[], $3::text[]) g (case_id, text, grams)
ON CONFLICT (case_id) DO UPDATE SET text = EXCLUDED.text, grams = EXCLUDED.grams
)sql"};

constexpr std::string_view kSearched[] = {"subject", "facts", "cause", "customer_position",
                                          "resolution"};

std::string SearchTextOf(const Case& c) {
  return absl::StrJoin({text::Fold(c.subject), text::Fold(c.facts), text::Fold(c.cause),
                        text::Fold(c.customer_position), text::Fold(c.resolution)},
                       text::kBetweenTexts);
}

}  // namespace

void KeepCaseSearch(pg::Tx& tx, absl::Span<const Case* const> cases) {
  std::vector<std::string> ids, texts, grams;
  for (const Case* c : cases) {
    ids.push_back(c->id);
    texts.push_back(SearchTextOf(*c));
    const std::vector<int32_t> found = text::SearchGrams(texts.back());
    grams.push_back(*pg::ToParam(std::vector<int64_t>(found.begin(), found.end())));
  }
  tx.Run(kKeep, ids, texts, grams);
}

bool ChangesCaseSearch(absl::Span<const history::Change> changes) {
  return std::any_of(changes.begin(), changes.end(), [](const history::Change& change) {
    return std::find(std::begin(kSearched), std::end(kSearched), change.field) !=
           std::end(kSearched);
  });
}

}  // namespace mainstay::feedback
