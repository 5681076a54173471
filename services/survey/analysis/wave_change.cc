#include "services/survey/analysis/wave_change.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "services/survey/analysis/probability.h"

namespace mainstay::survey {
namespace {

// 0 where nothing differs and nothing varies.
double Statistic(double difference, double standard_error) {
  if (standard_error > 0) return difference / standard_error;
  if (difference == 0) return 0;
  return std::copysign(std::numeric_limits<double>::infinity(), difference);
}

Trend TrendOf(const WaveChange& change, int64_t earlier, int64_t later) {
  if (std::min(earlier, later) < kLeastForTest) return Trend::kTooFew;
  if (!(change.p_value < kSignificanceLevel)) return Trend::kSteady;
  return change.difference > 0 ? Trend::kUp : Trend::kDown;
}

}  // namespace

WaveChange ChangeOf(const Share& earlier, const Share& later) {
  const double n1 = static_cast<double>(earlier.total), n2 = static_cast<double>(later.total);
  const double pooled = static_cast<double>(earlier.count + later.count) / (n1 + n2);
  WaveChange change{.difference = later.value - earlier.value};
  change.statistic =
      Statistic(change.difference, std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)));
  change.p_value = NormalTwoSidedP(change.statistic);
  const Interval& a = earlier.interval;
  const Interval& b = later.interval;
  change.interval = {change.difference - std::hypot(later.value - b.low, a.high - earlier.value),
                     change.difference + std::hypot(b.high - later.value, earlier.value - a.low)};
  change.trend = TrendOf(change, earlier.total, later.total);
  return change;
}

WaveChange ChangeOf(const Nps& earlier, const Nps& later) {
  const double n1 = static_cast<double>(earlier.total()), n2 = static_cast<double>(later.total());
  double variance = earlier.Variance() / n1 + later.Variance() / n2;
  if (!(variance > 0)) {
    const Nps both{earlier.promoters + later.promoters, earlier.passives + later.passives,
                   earlier.detractors + later.detractors};
    variance = both.Variance() * (1 / n1 + 1 / n2);
  }
  const double standard_error = 100 * std::sqrt(std::max(0.0, variance));
  WaveChange change{.difference = later.value - earlier.value};
  change.statistic = Statistic(change.difference, standard_error);
  change.p_value = NormalTwoSidedP(change.statistic);
  const double half = kZ95 * standard_error;
  change.interval = {std::max(-200.0, change.difference - half),
                     std::min(200.0, change.difference + half)};
  change.trend = TrendOf(change, earlier.total(), later.total());
  return change;
}

WaveChange ChangeOf(const Mean& earlier, const Mean& later) {
  const auto of_mean = [](const Mean& mean) {
    return mean.standard_deviation * mean.standard_deviation / static_cast<double>(mean.total);
  };
  const double v1 = of_mean(earlier), v2 = of_mean(later);
  const double standard_error = std::sqrt(v1 + v2);
  WaveChange change{.difference = later.value - earlier.value};
  change.statistic = Statistic(change.difference, standard_error);
  if (standard_error > 0) {
    const auto part = [](double v, int64_t n) {
      return v > 0 ? v * v / static_cast<double>(n - 1) : 0;
    };
    const double degrees =
        (v1 + v2) * (v1 + v2) / (part(v1, earlier.total) + part(v2, later.total));
    change.p_value = StudentTwoSidedP(change.statistic, degrees);
    const double half = StudentQuantile975(degrees) * standard_error;
    change.interval = {change.difference - half, change.difference + half};
  } else {
    change.p_value = change.difference == 0 ? 1 : 0;
  }
  change.trend = TrendOf(change, earlier.total, later.total);
  return change;
}

}  // namespace mainstay::survey
