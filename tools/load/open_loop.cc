#include "tools/load/open_loop.h"

#include <algorithm>
#include <deque>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/grpc_calls.h"

namespace mainstay::load {
namespace {

struct DueCall : GrpcCall {
  absl::Time due;
};

class OpenLoop {
 public:
  OpenLoop(const OpenLoopOptions& options, GrpcCalls* calls)
      : options_(options),
        calls_(calls),
        interval_(options.rate),
        due_(absl::Now()),
        start_(due_ + options.warmup),
        end_(start_ + options.duration) {
    measurement_.seconds.resize(
        static_cast<size_t>(absl::ToInt64Seconds(absl::Ceil(options.duration, absl::Seconds(1)))));
  }

  OpenLoopMeasurement Run() {
    while (due_ < end_ || running_ > 0) {
      // Few at once: gRPC moves bytes while it is asked for what is over.
      for (int i = 0; i < kAtOnce && due_ < end_ && due_ <= absl::Now(); ++i) Begin();
      absl::Time until = due_ < end_ ? due_ : absl::Now() + options_.timeout;
      for (int i = 0; i < 2 * kAtOnce; ++i, until = absl::UnixEpoch()) {
        GrpcCall* const call = calls_->Next(until);
        if (call == nullptr) break;
        End(static_cast<DueCall&>(*call), absl::Now());
      }
    }
    return std::move(measurement_);
  }

 private:
  static constexpr int kAtOnce = 16;

  void Begin() {
    if (idle_.empty()) idle_.push_back(&all_.emplace_back());
    DueCall& call = *idle_.back();
    idle_.pop_back();
    call.due = due_;
    calls_->Start(call, options_.timeout);
    ++running_;
    if (due_ >= start_) {
      measurement_.late_micros =
          std::max(measurement_.late_micros,
                   static_cast<uint32_t>(absl::ToInt64Microseconds(call.begun - due_)));
    }
    due_ += absl::Seconds(interval_(random_));
  }

  void End(DueCall& call, absl::Time now) {
    --running_;
    idle_.push_back(&call);
    if (call.due < start_) return;
    Second& second =
        measurement_.seconds[static_cast<size_t>(absl::ToInt64Seconds(call.due - start_))];
    if (call.status.ok()) {
      second.micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(now - call.due)));
    } else if (call.status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
      ++second.refused;
    } else {
      ++second.errors;
      if (measurement_.first_error.empty()) {
        measurement_.first_error =
            absl::StrCat(call.status.error_code(), " ", call.status.error_message());
      }
    }
  }

  const OpenLoopOptions options_;
  GrpcCalls* const calls_;
  std::mt19937_64 random_{std::random_device{}()};
  std::exponential_distribution<double> interval_;
  absl::Time due_;  // when the next call is
  const absl::Time start_, end_;
  std::deque<DueCall> all_;
  std::vector<DueCall*> idle_;
  int64_t running_ = 0;
  OpenLoopMeasurement measurement_;
};

}  // namespace

absl::StatusOr<OpenLoopMeasurement> DriveOpenLoop(const OpenLoopOptions& options,
                                                  Workload& workload, const std::string& token) {
  auto calls = GrpcCalls::Connect(options.server, options.connections, &workload, token);
  if (!calls.ok()) return calls.status();
  return OpenLoop(options, calls->get()).Run();
}

}  // namespace mainstay::load
