#include "services/survey/analysis/driver_moments.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

constexpr int kFarthestScore = 1'000;

void CheckScale(const std::string& field, const AnswerScale& scale,
                std::vector<status::FieldViolation>& violations) {
  if (scale.min < -kFarthestScore || scale.max > kFarthestScore || scale.width() < 1 ||
      scale.width() > kMaxScaleWidth) {
    violations.push_back({field, absl::StrCat("must be a scale of 2 to ", kMaxScaleWidth + 1,
                                              " scores within ±", kFarthestScore)});
  }
}

}  // namespace

absl::Status Validate(const DriverScales& scales) {
  std::vector<status::FieldViolation> violations;
  if (scales.drivers.empty() || scales.drivers.size() > kMaxDrivers) {
    violations.push_back({"drivers", absl::StrCat("must be 1 to ", kMaxDrivers, " questions")});
  }
  CheckScale("outcome", scales.outcome, violations);
  for (size_t i = 0; i < scales.drivers.size() && i < kMaxDrivers; ++i) {
    CheckScale(absl::StrCat("drivers[", i, "]"), scales.drivers[i], violations);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

DriverMoments::DriverMoments(DriverScales scales) : scales_(std::move(scales)) {
  const size_t p = drivers();
  size_t size = 2 + 2 * p + p * (p + 1) / 2;
  const size_t outcomes = scales_.outcome.width() + 1;
  for (const AnswerScale& driver : scales_.drivers) {
    joint_at_.push_back(size);
    size += outcomes * (driver.width() + 1);
  }
  counters_.resize(size);
}

absl::StatusOr<DriverMoments> DriverMoments::Restore(DriverScales scales,
                                                     absl::Span<const int64_t> counters) {
  DriverMoments moments(std::move(scales));
  if (counters.size() != moments.counters_.size()) {
    return status::BadField("counters", absl::StrCat("must be ", moments.counters_.size(),
                                                     " for these scales, not ", counters.size()));
  }
  moments.counters_.assign(counters.begin(), counters.end());
  return moments;
}

size_t DriverMoments::ProductAt(size_t a, size_t b) const {
  const size_t p = drivers();
  return 2 + 2 * p + a * p - a * (a + 1) / 2 + b;
}

size_t DriverMoments::JointAt(size_t driver, int outcome, int score) const {
  const AnswerScale& scale = scales_.drivers[driver];
  return joint_at_[driver] +
         static_cast<size_t>(outcome - scales_.outcome.min) * (scale.width() + 1) +
         static_cast<size_t>(score - scale.min);
}

void DriverMoments::Add(std::optional<int> outcome, absl::Span<const std::optional<int>> drivers,
                        int64_t times) {
  counters_[0] += times;
  bool complete = outcome.has_value();
  for (size_t i = 0; i < drivers.size(); ++i) {
    if (!drivers[i]) {
      complete = false;
      continue;
    }
    counters_[AnsweredAt(i)] += times;
    counters_[AnsweredAt(i) + 1] += times * *drivers[i];
  }
  if (!complete) return;
  counters_[1] += times;
  for (size_t a = 0; a < drivers.size(); ++a) {
    const int64_t score = times * *drivers[a];
    int64_t* products = &counters_[ProductAt(a, a)];
    for (size_t b = a; b < drivers.size(); ++b) *products++ += score * *drivers[b];
    counters_[JointAt(a, *outcome, *drivers[a])] += times;
  }
}

void DriverMoments::Merge(const DriverMoments& other) {
  for (size_t i = 0; i < counters_.size(); ++i) counters_[i] += other.counters_[i];
}

int64_t DriverMoments::Sum(size_t variable) const {
  // Every complete answer is in the first driver's table, whatever the outcome.
  const size_t driver = variable == 0 ? 0 : variable - 1;
  const AnswerScale& scale = scales_.drivers[driver];
  int64_t sum = 0;
  for (int y = scales_.outcome.min; y <= scales_.outcome.max; ++y) {
    for (int x = scale.min; x <= scale.max; ++x) {
      sum += (variable == 0 ? y : x) * Joint(driver, y, x);
    }
  }
  return sum;
}

int64_t DriverMoments::ProductSum(size_t a, size_t b) const {
  if (a > b) std::swap(a, b);
  if (a > 0) return counters_[ProductAt(a - 1, b - 1)];
  const size_t driver = b == 0 ? 0 : b - 1;
  const AnswerScale& scale = scales_.drivers[driver];
  int64_t sum = 0;
  for (int y = scales_.outcome.min; y <= scales_.outcome.max; ++y) {
    for (int x = scale.min; x <= scale.max; ++x) {
      sum += int64_t{y} * (b == 0 ? y : x) * Joint(driver, y, x);
    }
  }
  return sum;
}

}  // namespace mainstay::survey
