// What driver analysis has to know of the answers, as whole numbers that add up: analysing moments
// that were kept answer by answer, or merged in any order, is analysing the answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace mainstay::survey {

inline constexpr size_t kMaxDrivers = 20;
inline constexpr int kMaxScaleWidth = 20;  // 21 scores at most

// The scores of a question are the whole numbers from `min` to `max`.
struct AnswerScale {
  int min = 0;
  int max = 10;

  int width() const { return max - min; }
  friend bool operator==(const AnswerScale&, const AnswerScale&) = default;
};

// Whose answers: the overall one and what may drive it.
struct DriverScales {
  AnswerScale outcome;
  std::vector<AnswerScale> drivers;

  friend bool operator==(const DriverScales&, const DriverScales&) = default;
};

// INVALID_ARGUMENT names what cannot be analysed: no drivers or more than kMaxDrivers, scales
// without two scores or with more than kMaxScaleWidth + 1, or beyond ±1,000.
absl::Status Validate(const DriverScales& scales);

class DriverMoments {
 public:
  // Of valid scales.
  explicit DriverMoments(DriverScales scales);
  // From counters() of moments of the same scales; INVALID_ARGUMENT when there are not as many.
  static absl::StatusOr<DriverMoments> Restore(DriverScales scales,
                                               absl::Span<const int64_t> counters);

  // One respondent: what was not answered is nothing. Complete answers only (outcome and every
  // driver) count for importance; a driver's own answers also count for its performance. `drivers`
  // must be one for each driver, and every score on its scale. -1 `times` takes back what was
  // added.
  void Add(std::optional<int> outcome, absl::Span<const std::optional<int>> drivers,
           int64_t times = 1);
  // Of the same scales.
  void Merge(const DriverMoments& other);

  const DriverScales& scales() const { return scales_; }
  size_t drivers() const { return scales_.drivers.size(); }
  // Everything that was counted, in an order that follows from the scales: to be kept and restored.
  absl::Span<const int64_t> counters() const { return counters_; }

  int64_t respondents() const { return counters_[0]; }
  int64_t complete() const { return counters_[1]; }
  int64_t answered(size_t driver) const { return counters_[AnsweredAt(driver)]; }
  int64_t answered_sum(size_t driver) const { return counters_[AnsweredAt(driver) + 1]; }

  // Over complete answers; variable 0 is the outcome, i the driver i − 1. Sums of scores and of
  // products of two.
  int64_t Sum(size_t variable) const;
  int64_t ProductSum(size_t a, size_t b) const;
  // How many complete answers gave `outcome` and, to the driver, `score`.
  int64_t Joint(size_t driver, int outcome, int score) const {
    return counters_[JointAt(driver, outcome, score)];
  }

  friend bool operator==(const DriverMoments&, const DriverMoments&) = default;

 private:
  size_t AnsweredAt(size_t driver) const { return 2 + 2 * driver; }
  size_t ProductAt(size_t a, size_t b) const;  // of drivers, a ≤ b
  size_t JointAt(size_t driver, int outcome, int score) const;

  DriverScales scales_;
  // Respondents, complete answers; by driver, its answers and their sum; the products of drivers'
  // scores, a triangle by rows; by driver, a table of outcome and score.
  std::vector<int64_t> counters_;
  std::vector<size_t> joint_at_;  // by driver, where its table begins
};

}  // namespace mainstay::survey
