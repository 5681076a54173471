// Tails and quantiles of the distributions that figures are judged by.
#pragma once

#include <cstdint>

namespace mainstay::survey {

// The standard normal's 97.5 % quantile: a 95 % interval reaches this many standard errors.
inline constexpr double kZ95 = 1.959963984540054;

// Probability of a standard normal value at least as far from 0 as `z`; 0 for an infinite one.
double NormalTwoSidedP(double z);

// Probability of a χ² value of at least `x` ≥ 0; `degrees` ≥ 1.
double ChiSquareUpperTail(double x, int64_t degrees);

// Student's t: the 97.5 % quantile, and the probability of a value at least as far from 0 as `t`.
// `degrees` > 0, also broken ones.
double StudentQuantile975(double degrees);
double StudentTwoSidedP(double t, double degrees);

}  // namespace mainstay::survey
