// How much of what is explained each driver accounts for, when drivers go together.
#pragma once

#include <vector>

#include "services/survey/analysis/correlation.h"

namespace mainstay::survey {

// By driver, its part of R²: the mean, over all orders in which drivers can be taken in, of what it
// adds to R². That is Shapley's value of the game whose value is R² (S. Lipovetsky, M. Conklin,
// Analysis of Regression in Game Theory Approach, Applied Stochastic Models in Business and
// Industry 17, 2001), known as LMG after R. H. Lindeman, P. F. Merenda, R. Z. Gold, Introduction to
// Bivariate and Multivariate Analysis, 1980 (U. Grömping, Relative Importance for Linear Regression
// in R: The Package relaimpo, J. Statistical Software 17(1), 2006). The parts are not negative and
// add up to R². A constant driver has none; collinear ones, which regression drops, share what they
// bring.
//
// Exact, over all 2^k sets of k drivers. A set's R² comes from the one without its last driver by
// one sweep of what is left of the drivers behind it, 6 · 2^k multiplications in all: at most
// kMaxDrivers.
std::vector<double> ShapleyParts(const CorrelationMatrix& correlations);

}  // namespace mainstay::survey
