// Linear regression of an outcome on drivers, all standardised, from their correlations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/survey/analysis/correlation.h"

namespace mainstay::survey {

// Of a driver's variance, what those taken before it leave unexplained; below this it is collinear.
// Scales of at most 21 scores leave either nothing or far more, with as many answers as any survey
// has.
inline constexpr double kLeastTolerance = 1e-10;

struct Coefficient {
  double weight =
      0;  // β: by how many of its standard deviations the outcome moves with one of ours
  // s.e.(β) = √((1 − R²) ÷ (n − k − 1) · VIF), k drivers with a weight; t = β ÷ s.e. and its
  // two-sided p. Nothing when n ≤ k + 1.
  std::optional<double> standard_error;
  std::optional<double> p_value;
  double vif = 1;  // variance inflation, 1 ÷ (1 − R² of this driver on the others), ≥ 1
};

struct Regression {
  // By driver; nothing for one that has no weight: constant, or collinear with those before it (the
  // order decides, as in R's lm).
  std::vector<std::optional<Coefficient>> coefficients;
  double r_squared = 0;
  std::optional<double> adjusted_r_squared;  // 1 − (1 − R²)(n − 1) ÷ (n − k − 1); nothing as above
};

// `correlations` as of PearsonMatrix, over `n` complete answers. Solves R β = r by Cholesky's
// decomposition R = L Lᵀ, which is backward stable (N. J. Higham, Accuracy and Stability of
// Numerical Algorithms, 2nd ed., SIAM 2002, ch. 10); the diagonal of R⁻¹ gives the variance
// inflations.
Regression Regress(const CorrelationMatrix& correlations, int64_t n);

}  // namespace mainstay::survey
