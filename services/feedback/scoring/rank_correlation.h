// Spearman's rank correlation ρ (斯皮尔曼等级相关): whether two judgements put things in the same
// order, whatever their units.
#pragma once

#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace mainstay::feedback {

// The rank of each value from 1, the least first; equal values share the mean of their ranks
// (fractional ranking: 1, 2.5, 2.5, 4). No value may be NaN.
std::vector<double> FractionalRanks(absl::Span<const double> values);

// −1 (opposite order) to 1 (same order): Pearson's correlation of the fractional ranks, which is
// Spearman's ρ where values are equal, too (Kendall & Gibbons, Rank Correlation Methods, 5th ed.
// 1990, chapter 3). Nothing for fewer than two pairs or when all of one side are equal. Both sides
// must be of one length, without NaN.
std::optional<double> SpearmanCorrelation(absl::Span<const double> x, absl::Span<const double> y);

}  // namespace mainstay::feedback
