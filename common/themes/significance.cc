#include "common/themes/significance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace mainstay::themes {

double LogLikelihoodRatio(const TwoGroups& groups) {
  const double total = static_cast<double>(groups.all + groups.other_all);
  const double with = static_cast<double>(groups.with + groups.other_with);
  const auto cell = [&](int64_t observed, int64_t row, double column) {
    if (observed == 0) return 0.0;
    const double expected = static_cast<double>(row) * column / total;
    return static_cast<double>(observed) * std::log(static_cast<double>(observed) / expected);
  };
  if (groups.all == 0 || groups.other_all == 0) return 0;
  const double sum = cell(groups.with, groups.all, with) +
                     cell(groups.all - groups.with, groups.all, total - with) +
                     cell(groups.other_with, groups.other_all, with) +
                     cell(groups.other_all - groups.other_with, groups.other_all, total - with);
  return std::max(0.0, 2 * sum);  // rounding can leave a hair below zero
}

double PValue(double log_likelihood_ratio) {
  return std::erfc(std::sqrt(log_likelihood_ratio / 2));
}

double RateRatio(const TwoGroups& groups) {
  if (groups.all == 0 || groups.other_all == 0) return 1;
  const double share =
      (static_cast<double>(groups.with) + 0.5) / (static_cast<double>(groups.all) + 1);
  const double other =
      (static_cast<double>(groups.other_with) + 0.5) / (static_cast<double>(groups.other_all) + 1);
  return share / other;
}

std::vector<double> AdjustedForMany(const std::vector<double>& p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (size_t rank = order.size(); rank > 0; --rank) {
    const size_t i = order[rank - 1];
    least = std::min(least, p[i] * static_cast<double>(p.size()) / static_cast<double>(rank));
    adjusted[i] = least;
  }
  return adjusted;
}

}  // namespace mainstay::themes
