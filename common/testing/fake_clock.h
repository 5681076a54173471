// A clock that stands until it is moved.
#pragma once

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/clock.h"

namespace mainstay::testing {

class FakeClock final : public time::Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1767225600))
      : now_(now) {}  // 2026-01-01
  absl::Time Now() const override {
    absl::MutexLock lock(&mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    absl::MutexLock lock(&mutex_);
    now_ += by;
  }
  void Set(absl::Time now) {
    absl::MutexLock lock(&mutex_);
    now_ = now;
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_;
};

}  // namespace mainstay::testing
