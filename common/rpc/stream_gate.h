// Where a worker waits for one operation of a stream that gRPC completes on its own thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

// One operation at a time: Begin, start it, Await; the reaction calls Complete.
class StreamGate {
 public:
  enum class Outcome { kDone, kEnded, kTimedOut };

  void Begin() {
    std::lock_guard lock(mutex_);
    state_ = State::kRunning;
  }

  // `ok`: as gRPC's reaction got it.
  void Complete(bool ok) {
    std::lock_guard lock(mutex_);
    state_ = ok ? State::kDone : State::kEnded;
    completed_.notify_one();
  }

  // kEnded: the stream has no more, or the peer has gone. An operation that timed out is still
  // under way.
  Outcome Await(absl::Time until) {
    std::unique_lock lock(mutex_);
    const bool completed = completed_.wait_until(lock, absl::ToChronoTime(until),
                                                 [this] { return state_ != State::kRunning; });
    if (!completed) return Outcome::kTimedOut;
    return state_ == State::kDone ? Outcome::kDone : Outcome::kEnded;
  }

 private:
  enum class State { kRunning, kDone, kEnded };
  std::mutex mutex_;
  std::condition_variable completed_;
  State state_ = State::kDone;
};

}  // namespace mainstay::rpc
