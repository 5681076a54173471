// Speeders (答题过快): who answered in so little time that the questions cannot have been read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace mainstay::survey {

// How many responses took how many whole seconds. Adding up counts gives the median exactly,
// whatever the order in which responses came.
class DurationCounts {
 public:
  // `seconds` ≥ 0.
  void Add(int64_t seconds, int64_t times = 1);
  void Merge(const DurationCounts& other);
  int64_t total() const { return total_; }
  // The lower of the two middle ones where their number is even; nothing of nothing.
  std::optional<int64_t> Median() const;

 private:
  std::map<int64_t, int64_t> counts_;
  int64_t total_ = 0;
};

// Below this share of the median one is a speeder. Studies use 0.3 to 0.5 (R. Greszki, M. Meyer, H.
// Schoen, Exploring the Effects of Removing "Too Fast" Responses and Respondents from Web Surveys,
// Public Opinion Quarterly 79(2), 2015).
inline constexpr double kSpeederShare = 0.4;
// The median of fewer responses is not relied on.
inline constexpr int64_t kLeastDurations = 20;

// The least number of seconds that is not too fast; nothing while there are too few durations.
// Compare only responses to the same version by the same channel: paper has no duration.
std::optional<double> SpeederLimit(const DurationCounts& durations, double share = kSpeederShare);

}  // namespace mainstay::survey
