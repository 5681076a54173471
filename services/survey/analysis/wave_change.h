// What changed from one wave to the next, and whether that is more than chance.
//
// - Shares: the test of two proportions with the pooled share p̄ under "nothing changed",
//   z = (p₂ − p₁) ÷ √(p̄(1 − p̄)(1/n₁ + 1/n₂)); the interval of the difference is Newcombe's, made of
//   both Wilson intervals (R. G. Newcombe, Interval Estimation for the Difference between
//   Independent Proportions, Statistics in Medicine 17, 1998, method 10).
// - NPS: z = (NPS₂ − NPS₁) ÷ √(SE₁² + SE₂²), SE² = 100² · (p + d − (p − d)²) ÷ n, and the interval
//   difference ± z · √(SE₁² + SE₂²). Where all answers of both waves are of one kind each, that is
//   0 ÷ 0 or worse: then both variances are the one of all answers together.
// - Means: Welch's t with its degrees of freedom (B. L. Welch, The Generalization of "Student's"
//   Problem, Biometrika 34, 1947). Where neither wave's answers differ there is no interval; equal
//   means then have p = 1 and unequal ones p = 0.
//
// Waves are taken as independent samples. A wave of fewer than kLeastForTest answers is not judged.
#pragma once

#include <cstdint>
#include <optional>

#include "services/survey/analysis/figures.h"

namespace mainstay::survey {

inline constexpr int64_t kLeastForTest = 10;
inline constexpr double kSignificanceLevel = 0.05;

enum class Trend {
  kSteady,  // not more than chance makes
  kUp,      // p < kSignificanceLevel
  kDown,
  kTooFew,  // one of the waves has fewer than kLeastForTest answers
};

// The later less the earlier, in the figure's own unit (shares 0 to 1, NPS in points).
struct WaveChange {
  double difference = 0;
  std::optional<Interval> interval;
  double statistic = 0;  // z or t; infinite where there is no variance
  double p_value = 1;    // two-sided
  Trend trend = Trend::kTooFew;
};

WaveChange ChangeOf(const Share& earlier, const Share& later);
WaveChange ChangeOf(const Nps& earlier, const Nps& later);
WaveChange ChangeOf(const Mean& earlier, const Mean& later);

}  // namespace mainstay::survey
