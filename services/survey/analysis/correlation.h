// Correlations from moments of whole numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "services/survey/analysis/driver_moments.h"

namespace mainstay::survey {

// A symmetric matrix of correlations. A variable that does not vary has none: it is 0 with the
// others.
class CorrelationMatrix {
 public:
  explicit CorrelationMatrix(size_t size) : size_(size), values_(size * size) {}

  size_t size() const { return size_; }
  double At(size_t a, size_t b) const { return values_[a * size_ + b]; }
  void Set(size_t a, size_t b, double value) {
    values_[a * size_ + b] = values_[b * size_ + a] = value;
  }

 private:
  size_t size_;
  std::vector<double> values_;
};

// Pearson's correlations of the complete answers; 0 is the outcome, i the driver i − 1. The
// numerator n·Σxy − Σx·Σy and its like are whole numbers: nothing is lost by subtracting. On the
// diagonal 1, and 0 for what is constant.
CorrelationMatrix PearsonMatrix(const DriverMoments& moments);

// Spearman's rank correlation of a driver with the outcome over the complete answers: Pearson's of
// the ranks, those of equal answers being the mean of the ranks they share (C. Spearman, The Proof
// and Measurement of Association between Two Things, Am. J. Psychology 15, 1904; ties after M. G.
// Kendall, Rank Correlation Methods, 1948). Nothing when either does not vary.
std::optional<double> Spearman(const DriverMoments& moments, size_t driver);

}  // namespace mainstay::survey
