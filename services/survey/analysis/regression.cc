#include "services/survey/analysis/regression.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "services/survey/analysis/probability.h"

namespace mainstay::survey {
namespace {

// The drivers that have a weight (variables of the matrix), with the lower triangle L of their
// correlations, by rows.
struct Decomposition {
  std::vector<size_t> kept;
  std::vector<std::vector<double>> rows;

  // L x = b.
  std::vector<double> Forward(const std::vector<double>& b) const {
    std::vector<double> x(b.size());
    for (size_t i = 0; i < b.size(); ++i) {
      double rest = b[i];
      for (size_t j = 0; j < i; ++j) rest -= rows[i][j] * x[j];
      x[i] = rest / rows[i][i];
    }
    return x;
  }
  // Lᵀ x = b.
  std::vector<double> Backward(const std::vector<double>& b) const {
    std::vector<double> x(b.size());
    for (size_t i = b.size(); i-- > 0;) {
      double rest = b[i];
      for (size_t j = i + 1; j < b.size(); ++j) rest -= rows[j][i] * x[j];
      x[i] = rest / rows[i][i];
    }
    return x;
  }
};

Decomposition Decompose(const CorrelationMatrix& correlations) {
  Decomposition decomposition;
  for (size_t v = 1; v < correlations.size(); ++v) {
    const size_t k = decomposition.kept.size();
    std::vector<double> row;
    double left = correlations.At(v, v);
    for (size_t i = 0; i < k; ++i) {
      double rest = correlations.At(v, decomposition.kept[i]);
      for (size_t j = 0; j < i; ++j) rest -= row[j] * decomposition.rows[i][j];
      row.push_back(rest / decomposition.rows[i][i]);
      left -= row[i] * row[i];
    }
    if (!(left > kLeastTolerance)) continue;
    row.push_back(std::sqrt(left));
    decomposition.rows.push_back(std::move(row));
    decomposition.kept.push_back(v);
  }
  return decomposition;
}

}  // namespace

Regression Regress(const CorrelationMatrix& correlations, int64_t n) {
  const Decomposition decomposition = Decompose(correlations);
  const size_t k = decomposition.kept.size();
  Regression regression;
  regression.coefficients.resize(correlations.size() - 1);
  std::vector<double> with_outcome;
  for (size_t v : decomposition.kept) with_outcome.push_back(correlations.At(0, v));
  const std::vector<double> projected = decomposition.Forward(with_outcome);
  for (double part : projected) regression.r_squared += part * part;
  regression.r_squared = std::min(1.0, regression.r_squared);
  const std::vector<double> weights = decomposition.Backward(projected);

  const double degrees = static_cast<double>(n) - static_cast<double>(k) - 1;
  const double unexplained = 1 - regression.r_squared;
  if (degrees > 0) {
    regression.adjusted_r_squared = 1 - unexplained * (static_cast<double>(n) - 1) / degrees;
  }
  for (size_t i = 0; i < k; ++i) {
    std::vector<double> unit(k);
    unit[i] = 1;
    Coefficient coefficient{.weight = weights[i]};
    coefficient.vif = std::max(1.0, decomposition.Backward(decomposition.Forward(unit))[i]);
    if (degrees > 0) {
      const double error = std::sqrt(unexplained / degrees * coefficient.vif);
      coefficient.standard_error = error;
      const double t = error > 0 ? weights[i] / error : std::numeric_limits<double>::infinity();
      coefficient.p_value = StudentTwoSidedP(t, degrees);
    }
    regression.coefficients[decomposition.kept[i] - 1] = coefficient;
  }
  return regression;
}

}  // namespace mainstay::survey
