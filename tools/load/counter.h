// Decides what counts, for both drivers.
#pragma once

#include <string_view>

#include "absl/time/clock.h"
#include "tools/load/driver.h"

namespace mainstay::load {

class Counter {
 public:
  explicit Counter(const DriveOptions& options)
      : limit_(options.requests),
        start_(absl::Now() + (limit_ > 0 ? absl::ZeroDuration() : options.warmup)),
        end_(limit_ > 0 ? absl::InfiniteFuture() : start_ + options.duration) {
    measurement_.micros.reserve(1 << 20);
  }

  // Whether one more request may be started at `now`.
  bool Begin(absl::Time now) { return now < end_ && (limit_ == 0 || begun_++ < limit_); }

  // A request ended; an empty error means that it went well.
  void End(absl::Time begun, absl::Time now, std::string_view error) {
    if (begun < start_ || now > end_) return;
    last_ = now;
    if (error.empty()) {
      measurement_.micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(now - begun)));
    } else if (measurement_.errors++ == 0) {
      measurement_.first_error = std::string(error);
    }
  }

  Measurement Finish() {
    measurement_.seconds = absl::ToDoubleSeconds(last_ - start_);
    return std::move(measurement_);
  }

 private:
  int64_t limit_;
  int64_t begun_ = 0;
  absl::Time start_, end_;
  absl::Time last_ = start_;
  Measurement measurement_;
};

}  // namespace mainstay::load
