#include "services/survey/analysis/figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "services/survey/analysis/probability.h"

namespace mainstay::survey {

void ScoreCounts::Merge(const ScoreCounts& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

int64_t ScoreCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
}

int64_t ScoreCounts::CountBetween(int first, int last) const {
  return std::accumulate(counts_.begin() + (first - min_), counts_.begin() + (last - min_) + 1,
                         int64_t{0});
}

std::optional<Share> ShareOf(int64_t count, int64_t total) {
  if (total == 0) return std::nullopt;
  const double n = static_cast<double>(total);
  const double p = static_cast<double>(count) / n;
  const double z2 = kZ95 * kZ95;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ95 / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  Share share{count, total, p, {std::max(0.0, centre - half), std::min(1.0, centre + half)}};
  // Rounding leaves a hair where the formula gives 0 and 1.
  if (count == 0) share.interval.low = 0;
  if (count == total) share.interval.high = 1;
  return share;
}

std::optional<Mean> MeanOf(const ScoreCounts& counts) {
  const int64_t total = counts.total();
  if (total == 0) return std::nullopt;
  __int128 sum = 0, squares = 0;
  for (int score = counts.min(); score <= counts.max(); ++score) {
    sum += static_cast<__int128>(score) * counts.count(score);
    squares += static_cast<__int128>(score) * score * counts.count(score);
  }
  const double n = static_cast<double>(total);
  Mean mean{.total = total, .value = static_cast<double>(sum) / n};
  // Whole numbers up to here: nothing is lost by subtracting.
  const __int128 spread = squares * total - sum * sum;
  if (spread == 0) return mean;
  mean.standard_deviation = std::sqrt(static_cast<double>(spread) / n / (n - 1));
  const double half = StudentQuantile975(n - 1) * mean.standard_deviation / std::sqrt(n);
  mean.interval = {std::max<double>(counts.min(), mean.value - half),
                   std::min<double>(counts.max(), mean.value + half)};
  return mean;
}

double Nps::Variance() const {
  const double n = static_cast<double>(total());
  const double difference = static_cast<double>(promoters - detractors) / n;
  return static_cast<double>(promoters + detractors) / n - difference * difference;
}

std::optional<Nps> NpsOf(const ScoreCounts& counts) {
  return NpsOf(counts.CountBetween(9, 10), counts.CountBetween(7, 8), counts.CountBetween(0, 6));
}

std::optional<Nps> NpsOf(int64_t promoters, int64_t passives, int64_t detractors) {
  Nps nps{promoters, passives, detractors};
  const int64_t total = nps.total();
  if (total == 0) return std::nullopt;
  const double n = static_cast<double>(total);
  nps.value = 100 * static_cast<double>(promoters - detractors) / n;
  const double rest = kZ95 * kZ95 / (n + kZ95 * kZ95);  // 1 − L
  if (passives == total) {
    nps.interval = {-100 * rest, 100 * rest};
  } else if (promoters == total) {
    nps.interval = {100 - 200 * rest, 100};
  } else if (detractors == total) {
    nps.interval = {-100, 200 * rest - 100};
  } else {
    const double half = 100 * kZ95 * std::sqrt(nps.Variance() / n);
    nps.interval = {std::max(-100.0, nps.value - half), std::min(100.0, nps.value + half)};
  }
  return nps;
}

std::optional<Csat> CsatOf(const ScoreCounts& counts) {
  const auto mean = MeanOf(counts);
  if (!mean) return std::nullopt;
  const int best = counts.max();
  return Csat{*ShareOf(counts.CountBetween(best - 1, best), mean->total), *mean};
}

std::optional<Ces> CesOf(const ScoreCounts& counts) {
  const auto mean = MeanOf(counts);
  if (!mean) return std::nullopt;
  return Ces{*mean, *ShareOf(counts.CountBetween(5, 7), mean->total)};
}

}  // namespace mainstay::survey
