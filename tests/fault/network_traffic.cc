#include "tests/fault/network_traffic.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace mainstay::faults {

Traffic::Traffic(const TrafficOptions& options) : options_(options) {
  for (int i = 0; i < options_.callers; ++i) callers_.emplace_back([this, i] { Run(i); });
}

Outcome Traffic::Stop() {
  stop_ = true;
  for (std::thread& caller : callers_) caller.join();
  callers_.clear();
  if (!late_.empty()) {
    std::sort(late_.begin(), late_.end());
    outcome_.latest = late_.back();
    outcome_.latest_99 = late_[late_.size() * 99 / 100];
  }
  return outcome_;
}

void Traffic::Run(int caller) {
  const Call call = options_.new_caller();
  absl::Time turn = absl::Now() + options_.pace * caller / options_.callers;
  while (!stop_) {
    absl::SleepFor(turn - absl::Now());
    const absl::Time deadline = absl::Now() + options_.timeout;
    const absl::Status status = call(deadline);
    const absl::Time end = absl::Now();
    Count(status, end - deadline);
    for (turn += options_.pace; turn + options_.pace < end; turn += options_.pace) {
      Count(absl::UnavailableError("its caller was still waiting"), -absl::InfiniteDuration());
    }
  }
}

void Traffic::Count(const absl::Status& status, absl::Duration late) {
  std::lock_guard lock(mutex_);
  ++outcome_.calls;
  if (status.ok() && late <= absl::ZeroDuration()) ++outcome_.answered;
  if (!status.ok() && outcome_.first_error.empty()) outcome_.first_error = status.ToString();
  if (late > -absl::InfiniteDuration()) late_.push_back(late);
}

}  // namespace mainstay::faults
