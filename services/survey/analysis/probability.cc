#include "services/survey/analysis/probability.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace mainstay::survey {

double NormalTwoSidedP(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double ChiSquareUpperTail(double x, int64_t degrees) {
  return boost::math::gamma_q(static_cast<double>(degrees) / 2, x / 2);
}

// With x = ν ÷ (ν + t²) the two-sided tail is the regularized incomplete beta I_x(ν/2, 1/2).
double StudentTwoSidedP(double t, double degrees) {
  if (std::isinf(t)) return 0;
  return boost::math::ibeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double StudentQuantile975(double degrees) {
  double complement = 0;  // 1 − x, which keeps its digits where x is near 1
  const double x = boost::math::ibeta_inv(degrees / 2, 0.5, 0.05, &complement);
  return std::sqrt(degrees * complement / x);
}

}  // namespace mainstay::survey
