// The deviation review (偏差复盘): what was expected of requirements when they were scored against
// what came of them after delivery.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/feedback/scoring/topsis.h"

namespace mainstay::feedback {

// One value as it was expected and as it came, both in one unit.
struct ValuePair {
  double scored = 0;
  double realized = 0;
};

// How far off values were; in their unit. All 0 for no values.
struct Deviation {
  int64_t count = 0;
  double bias = 0;           // the mean of realized − scored; negative: scored too high
  double mean_absolute = 0;  // the mean of |realized − scored|
  // Spearman's ρ between scored and realized: whether at least the order was right. Nothing for
  // fewer than two or where all of one side are equal.
  std::optional<double> correlation;
};
Deviation DeviationOf(absl::Span<const ValuePair> values);

struct CriterionDeviation {
  size_t criterion = 0;  // its place
  Deviation deviation;   // in its unit, of those with both values
  // mean_absolute as part of what the criterion could range over, so that criteria of different
  // units compare: its scale, or without one the range of all scored and realized values. 0 to 1.
  double relative = 0;
};

// An alternative whose scores were all there, then and later.
struct ReviewedAlternative {
  std::string id;
  double scored_closeness = 0;
  double realized_closeness = 0;
};

struct DeviationReview {
  // Of the closeness. What was scored and what came are ranked together in one run, so that the
  // same ideals measure both.
  Deviation closeness;
  std::vector<ReviewedAlternative> reviewed;  // the greatest deviation first, then by id
  std::vector<CriterionDeviation> criteria;   // the greatest relative deviation first
};

// Reviews the alternatives that are, by id, in both lists; a criterion counts those that have both
// its values. At most kMaxAlternatives ÷ 2 in each list. INVALID_ARGUMENT names what cannot be
// accepted of the set, or else of "scored" and "realized" ("realized.alternatives[0].scores[2]").
absl::StatusOr<DeviationReview> ReviewDeviation(const CriteriaSet& set,
                                                absl::Span<const Alternative> scored,
                                                absl::Span<const Alternative> realized);

}  // namespace mainstay::feedback
