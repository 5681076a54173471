#include "services/feedback/scoring/rank_reversal.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

// An alternative of both rankings.
struct Both {
  const std::string* id = nullptr;
  int before = 0;
  int after = 0;
};

// In the order before.
std::vector<Both> Shared(const TopsisRanking& before, const TopsisRanking& after) {
  absl::flat_hash_map<std::string_view, int> ranks;
  ranks.reserve(after.ranked.size());
  for (const RankedAlternative& ranked : after.ranked) ranks.emplace(ranked.id, ranked.rank);
  std::vector<Both> shared;
  shared.reserve(before.ranked.size());
  for (const RankedAlternative& ranked : before.ranked) {
    const auto found = ranks.find(ranked.id);
    if (found != ranks.end()) shared.push_back({&ranked.id, ranked.rank, found->second});
  }
  return shared;
}

// Counts seen values (1 to size) at or below one: a Fenwick tree.
class Counts {
 public:
  explicit Counts(size_t size) : tree_(size + 1) {}
  void Add(size_t value) {
    for (; value < tree_.size(); value += value & -value) ++tree_[value];
  }
  int64_t UpTo(size_t value) const {
    int64_t count = 0;
    for (; value > 0; value -= value & -value) count += tree_[value];
    return count;
  }

 private:
  std::vector<int64_t> tree_;
};

// Pairs whose ranks before and after are in opposite orders. Those of one rank before are counted
// against what came above before any of them is added.
int64_t CountReversals(const std::vector<Both>& shared, size_t greatest_rank) {
  Counts seen(greatest_rank);
  int64_t count = 0;
  for (size_t first = 0, end = 0; first < shared.size(); first = end) {
    for (; end < shared.size() && shared[end].before == shared[first].before; ++end) {
      count += static_cast<int64_t>(first) - seen.UpTo(shared[end].after);
    }
    for (size_t i = first; i < end; ++i) seen.Add(shared[i].after);
  }
  return count;
}

// The first `most` of the pairs. One that still stands above all that were below it is passed
// without looking at them, so that every look finds a pair.
std::vector<ReversedPair> FirstPairs(const std::vector<Both>& shared, size_t most) {
  std::vector<int> best_after(shared.size() + 1, std::numeric_limits<int>::max());
  for (size_t i = shared.size(); i-- > 0;) {
    best_after[i] = std::min(best_after[i + 1], shared[i].after);
  }
  std::vector<ReversedPair> pairs;
  size_t below = 0;  // the first of a lower rank before
  for (size_t i = 0; i < shared.size(); ++i) {
    while (below < shared.size() && shared[below].before == shared[i].before) ++below;
    if (best_after[below] >= shared[i].after) continue;
    for (size_t j = below; j < shared.size(); ++j) {
      if (pairs.size() >= most) return pairs;
      if (shared[j].after < shared[i].after) pairs.push_back({*shared[i].id, *shared[j].id});
    }
  }
  return pairs;
}

}  // namespace

Reversals ReversalsBetween(const TopsisRanking& before, const TopsisRanking& after, size_t most) {
  const std::vector<Both> shared = Shared(before, after);
  Reversals reversals{.count = CountReversals(shared, after.ranked.size())};
  if (reversals.count > 0) reversals.pairs = FirstPairs(shared, most);
  return reversals;
}

absl::StatusOr<std::vector<Removal>> ReversalsByRemoval(const CriteriaSet& set,
                                                        absl::Span<const Alternative> alternatives,
                                                        size_t most) {
  ASSIGN_OR_RETURN(const TopsisRanking before, RankByTopsis(set, alternatives));
  if (before.ranked.size() > kMaxRemovals) {
    return status::BadField(
        "alternatives",
        absl::StrCat("must be at most ", kMaxRemovals, " to be ranked anew without each of them"));
  }
  std::vector<Removal> removals;
  for (const RankedAlternative& removed : before.ranked) {
    std::vector<Alternative> others;
    others.reserve(before.ranked.size());
    for (const RankedAlternative& other : before.ranked) {
      if (other.index != removed.index) others.push_back(alternatives[other.index]);
    }
    ASSIGN_OR_RETURN(const TopsisRanking after, RankByTopsis(set, others));
    Reversals reversals = ReversalsBetween(before, after, most);
    if (reversals.count > 0) removals.push_back({removed.id, std::move(reversals)});
  }
  return removals;
}

}  // namespace mainstay::feedback
