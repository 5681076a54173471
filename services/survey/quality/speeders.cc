#include "services/survey/quality/speeders.h"

namespace mainstay::survey {

void DurationCounts::Add(int64_t seconds, int64_t times) {
  counts_[seconds] += times;
  total_ += times;
}

void DurationCounts::Merge(const DurationCounts& other) {
  for (const auto& [seconds, times] : other.counts_) Add(seconds, times);
}

std::optional<int64_t> DurationCounts::Median() const {
  int64_t before = 0;
  for (const auto& [seconds, times] : counts_) {
    before += times;
    if (2 * before >= total_ && total_ > 0) return seconds;
  }
  return std::nullopt;
}

std::optional<double> SpeederLimit(const DurationCounts& durations, double share) {
  if (durations.total() < kLeastDurations) return std::nullopt;
  return share * static_cast<double>(*durations.Median());
}

}  // namespace mainstay::survey
