// Rank reversal (逆序): TOPSIS measures alternatives against each other, so that one that comes or
// goes can turn the order of two others round though nothing about them changed. It is not a fault
// of a run but belongs beside its result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/feedback/scoring/topsis.h"

namespace mainstay::feedback {

// The most alternatives that ReversalsByRemoval ranks anew without each of them.
inline constexpr size_t kMaxRemovals = 300;

// Before, `higher` had the better rank; after, `lower` has it. Ties are no reversal.
struct ReversedPair {
  std::string higher;
  std::string lower;
};

struct Reversals {
  int64_t count = 0;                // of all pairs
  std::vector<ReversedPair> pairs;  // the first of them, by the ranks before
};

// Which alternatives of both rankings, by id, are in another order after than before; `most` pairs
// are told. O(m · log m + most · m).
Reversals ReversalsBetween(const TopsisRanking& before, const TopsisRanking& after, size_t most);

// What the alternative at a place of the ranking is to the order of the others.
struct Removal {
  std::string removed;
  Reversals reversals;  // of the others, when it is left out; count > 0
};

// The alternatives without which others stand in another order, the highest ranked first; `most`
// pairs are told of each. Alternatives that are not ranked do not count. Ranks m times: O(m² · n),
// less than 0.1 s for 300 alternatives and 10 criteria; INVALID_ARGUMENT on "alternatives" when
// more than kMaxRemovals are ranked, and as RankByTopsis.
absl::StatusOr<std::vector<Removal>> ReversalsByRemoval(const CriteriaSet& set,
                                                        absl::Span<const Alternative> alternatives,
                                                        size_t most);

}  // namespace mainstay::feedback
