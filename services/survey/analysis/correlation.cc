#include "services/survey/analysis/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace mainstay::survey {
namespace {

using Whole = __int128;

double Ratio(Whole covariance, Whole variance_a, Whole variance_b) {
  const double r = static_cast<double>(covariance) / (std::sqrt(static_cast<double>(variance_a)) *
                                                      std::sqrt(static_cast<double>(variance_b)));
  return std::clamp(r, -1.0, 1.0);
}

// Twice the mid-ranks by score, less what makes their mean 0, n + 1: whole numbers.
std::vector<int64_t> CentredRanks(const std::vector<int64_t>& counts) {
  int64_t n = 0;
  for (int64_t count : counts) n += count;
  std::vector<int64_t> ranks;
  int64_t below = 0;
  for (int64_t count : counts) {
    ranks.push_back(2 * below + count + 1 - (n + 1));
    below += count;
  }
  return ranks;
}

Whole SumOfSquares(const std::vector<int64_t>& counts, const std::vector<int64_t>& values) {
  Whole sum = 0;
  for (size_t i = 0; i < counts.size(); ++i)
    sum += static_cast<Whole>(values[i]) * values[i] * counts[i];
  return sum;
}

}  // namespace

CorrelationMatrix PearsonMatrix(const DriverMoments& moments) {
  const size_t size = moments.drivers() + 1;
  const Whole n = moments.complete();
  std::vector<Whole> sums;
  for (size_t i = 0; i < size; ++i) sums.push_back(moments.Sum(i));
  const auto covariance = [&](size_t a, size_t b) {
    return n * moments.ProductSum(a, b) - sums[a] * sums[b];
  };
  CorrelationMatrix matrix(size);
  std::vector<Whole> variances;
  for (size_t i = 0; i < size; ++i) {
    variances.push_back(covariance(i, i));
    matrix.Set(i, i, variances[i] > 0 ? 1 : 0);
    for (size_t j = 0; j < i; ++j) {
      if (variances[i] == 0 || variances[j] == 0) continue;
      matrix.Set(i, j, Ratio(covariance(i, j), variances[i], variances[j]));
    }
  }
  return matrix;
}

std::optional<double> Spearman(const DriverMoments& moments, size_t driver) {
  const AnswerScale outcome = moments.scales().outcome;
  const AnswerScale scale = moments.scales().drivers[driver];
  std::vector<int64_t> outcome_counts(outcome.width() + 1), driver_counts(scale.width() + 1);
  for (int y = outcome.min; y <= outcome.max; ++y) {
    for (int x = scale.min; x <= scale.max; ++x) {
      const int64_t count = moments.Joint(driver, y, x);
      outcome_counts[y - outcome.min] += count;
      driver_counts[x - scale.min] += count;
    }
  }
  const std::vector<int64_t> outcome_ranks = CentredRanks(outcome_counts);
  const std::vector<int64_t> driver_ranks = CentredRanks(driver_counts);
  const Whole outcome_variance = SumOfSquares(outcome_counts, outcome_ranks);
  const Whole driver_variance = SumOfSquares(driver_counts, driver_ranks);
  if (outcome_variance == 0 || driver_variance == 0) return std::nullopt;
  Whole covariance = 0;
  for (int y = outcome.min; y <= outcome.max; ++y) {
    for (int x = scale.min; x <= scale.max; ++x) {
      covariance += static_cast<Whole>(outcome_ranks[y - outcome.min]) *
                    driver_ranks[x - scale.min] * moments.Joint(driver, y, x);
    }
  }
  return Ratio(covariance, outcome_variance, driver_variance);
}

}  // namespace mainstay::survey
