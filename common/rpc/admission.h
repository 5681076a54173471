// Bounded queues between gRPC's threads, which never block, and the workers.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include <prometheus/gauge.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

class IncomingCall;

// The queue before one set of workers. It has a lane for each class of calls that they serve; each
// lane has its own bound, and waiting lanes are served in turn, so that none starves another.
// Thread-safe.
class AdmissionQueue {
 public:
  // `limit`: waiting calls in a lane. `servers`: threads that will Take.
  AdmissionQueue(const std::vector<std::string>& lanes, size_t limit, int servers);

  // Takes `call` in, to be served by whoever takes it out; or RESOURCE_EXHAUSTED with the delay
  // after which to try again: QUEUE_FULL, or DEADLINE_TOO_SHORT when the wait expected here
  // outlasts `deadline`. UNAVAILABLE once closed.
  absl::Status Offer(size_t lane, IncomingCall* call, absl::Time deadline);

  // Waits for calls and moves up to `most` of them into `calls` (emptied first), oldest first
  // within a lane. Empty only once the queue is closed and drained.
  void Take(size_t most, std::vector<IncomingCall*>* calls);

  // What a Take took to serve; the estimate of waiting times learns from it.
  void Served(size_t calls, absl::Duration elapsed);

  // Refuses new calls; those waiting are still served.
  void Close();

 private:
  struct Lane {
    std::deque<IncomingCall*> waiting;
    prometheus::Gauge* depth;
  };

  absl::Duration ExpectedWait() const;  // with mutex_

  const size_t limit_;
  const int servers_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Lane> lanes_;
  size_t waiting_ = 0;    // in all lanes
  size_t next_lane_ = 0;  // to be served next
  size_t idle_ = 0;       // threads waiting in Take
  // Seconds of one server's time for a call: exponentially weighted mean.
  double seconds_per_call_ = 0;
  bool closed_ = false;
};

}  // namespace mainstay::rpc
