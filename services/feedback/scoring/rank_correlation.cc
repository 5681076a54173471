#include "services/feedback/scoring/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace mainstay::feedback {

std::vector<double> FractionalRanks(absl::Span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double mean = static_cast<double>(first + 1 + end) / 2;
    for (size_t i = first; i < end; ++i) ranks[order[i]] = mean;
  }
  return ranks;
}

std::optional<double> SpearmanCorrelation(absl::Span<const double> x, absl::Span<const double> y) {
  if (x.size() < 2) return std::nullopt;
  const std::vector<double> a = FractionalRanks(x), b = FractionalRanks(y);
  const double mean = (static_cast<double>(x.size()) + 1) / 2;  // of any ranks
  double products = 0, a_squares = 0, b_squares = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    products += (a[i] - mean) * (b[i] - mean);
    a_squares += (a[i] - mean) * (a[i] - mean);
    b_squares += (b[i] - mean) * (b[i] - mean);
  }
  if (a_squares == 0 || b_squares == 0) return std::nullopt;
  return std::clamp(products / std::sqrt(a_squares * b_squares), -1.0, 1.0);
}

}  // namespace mainstay::feedback
