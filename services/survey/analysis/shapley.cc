#include "services/survey/analysis/shapley.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "services/survey/analysis/regression.h"

namespace mainstay::survey {
namespace {

// R² of every set of drivers; bit i of a set's number is driver i.
class Subsets {
 public:
  explicit Subsets(const CorrelationMatrix& correlations)
      : drivers_(correlations.size() - 1), explained_(size_t{1} << drivers_) {
    // What is left of the correlations once a set has been swept out, by its size: the outcome is
    // behind all drivers.
    const size_t width = drivers_ + 1;
    left_.assign(drivers_ + 1, std::vector<double>(width * width));
    for (size_t i = 0; i < width; ++i) {
      for (size_t j = 0; j < width; ++j) {
        left_[0][i * width + j] = correlations.At((i + 1) % width, (j + 1) % width);
      }
    }
    Extend(0, 0, 0, 0);
  }

  double explained(size_t set) const { return explained_[set]; }

 private:
  // Takes in each driver from `first` on beside those of `set`, whose R² is `explained`.
  void Extend(size_t set, size_t depth, size_t first, double explained) {
    explained_[set] = explained;
    const size_t width = drivers_ + 1;
    const std::vector<double>& left = left_[depth];
    std::vector<double>* next = depth < drivers_ ? &left_[depth + 1] : nullptr;
    for (size_t k = first; k < drivers_; ++k) {
      const double pivot = left[k * width + k];
      const bool adds = pivot > kLeastTolerance;
      // Without a pivot nothing changes: what the driver could say has been said.
      const double scale = adds ? 1 / pivot : 0;
      for (size_t i = k + 1; i < width; ++i) {
        const double factor = left[k * width + i] * scale;
        for (size_t j = i; j < width; ++j) {
          (*next)[i * width + j] = left[i * width + j] - factor * left[k * width + j];
        }
      }
      const double with_outcome = left[k * width + drivers_];
      Extend(set | size_t{1} << k, depth + 1, k + 1,
             explained + with_outcome * with_outcome * scale);
    }
  }

  const size_t drivers_;
  std::vector<double> explained_;
  std::vector<std::vector<double>> left_;  // upper triangles, by rows
};

// By the size of a set of the other drivers, the share of orders in which just they come first:
// s! (k − 1 − s)! ÷ k!.
std::vector<double> OrderShares(size_t k) {
  std::vector<double> shares(k);
  shares[0] = 1.0 / static_cast<double>(k);
  for (size_t s = 1; s < k; ++s) {
    shares[s] = shares[s - 1] * static_cast<double>(s) / static_cast<double>(k - s);
  }
  return shares;
}

}  // namespace

std::vector<double> ShapleyParts(const CorrelationMatrix& correlations) {
  const size_t k = correlations.size() - 1;
  std::vector<double> parts(k);
  if (correlations.At(0, 0) == 0) return parts;  // nothing to explain
  const Subsets subsets(correlations);
  const std::vector<double> shares = OrderShares(k);
  for (size_t i = 0; i < k; ++i) {
    const size_t driver = size_t{1} << i;
    for (size_t set = 0; set < size_t{1} << k; ++set) {
      if ((set & driver) != 0) continue;
      parts[i] += shares[__builtin_popcountll(set)] *
                  (subsets.explained(set | driver) - subsets.explained(set));
    }
    parts[i] = std::max(0.0, parts[i]);
  }
  return parts;
}

}  // namespace mainstay::survey
