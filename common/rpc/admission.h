// Bounded queues between gRPC's threads, which never block, and the workers.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include <prometheus/gauge.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

class IncomingCall;

// RESOURCE_EXHAUSTED with reason QUEUE_FULL, to be tried again after `wait`, within limits.
absl::Status QueueFull(absl::Duration wait);

struct AdmissionOptions {
  std::vector<std::string> lanes;
  size_t limit = 1024;  // waiting calls in a lane
  int servers = 1;      // threads that will Take
  size_t most = 1;      // calls that each takes at once
  // When the wait for a newcomer grows beyond this, too much is asked for: see AdmissionQueue.
  absl::Duration longest_wait = absl::InfiniteDuration();
};

// The queue before one set of workers. It has a lane for each class of calls that they serve; each
// lane has its own bound, and waiting lanes are served in turn, so that none starves another.
//
// A burst may wait: it is over before its last call's turn. Calls that come faster than they can be
// served for long would fill any queue, and then each would wait for all of it, many of them longer
// than their callers do, whose work is then done for nobody. So once the expected wait has passed
// `longest_wait`, a lane takes only half as many as the servers take next. Those are answered about
// as soon as ever, the others told at once to come later, and the servers are as busy as with a
// long queue, as the next call comes before they miss it. It ends when nobody has had to be turned
// away for kLull; that servers are out of work for a moment does not end it, as calls come in
// bursts where threads wait for a processor. And it is tried anew after kFirstOverload, then after
// twice as long and so on, as each trial makes a queue full of calls wait: callers who come again
// at once would be turned away for ever.
//
// Thread-safe.
class AdmissionQueue {
 public:
  // After which those may come again that Overfull turns away.
  static constexpr absl::Duration kPushback = absl::Milliseconds(50);
  // So many may wait in any case: what callers of one process keep in flight.
  static constexpr size_t kAlwaysWait = 128;
  static constexpr absl::Duration kFirstOverload = absl::Minutes(1);
  static constexpr absl::Duration kLongestOverload = absl::Minutes(2);
  static constexpr absl::Duration kLull = absl::Seconds(1);

  explicit AdmissionQueue(const AdmissionOptions& options);

  // Whether a call that comes in this lane now is one too many, of those that come faster than they
  // can be served; it counts as refused then. To be asked before anything else of it is looked at.
  bool Overfull(size_t lane);

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

  // With mutex_.
  absl::Duration ExpectedWait() const;
  bool Overloaded(absl::Time now);
  bool HasRoom(const Lane& lane, absl::Duration wait, absl::Time now);
  size_t ShortLimit() const { return std::min(limit_, (servers_ + 1) / 2 * most_); }

  const size_t limit_;
  const size_t servers_, most_;
  const absl::Duration longest_wait_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Lane> lanes_;
  size_t waiting_ = 0;    // in all lanes
  size_t next_lane_ = 0;  // to be served next
  size_t idle_ = 0;       // threads waiting in Take
  // Seconds of one server's time for a call: exponentially weighted mean.
  double seconds_per_call_ = 0;
  absl::Time overloaded_until_ = absl::InfinitePast();
  absl::Duration overload_ = kFirstOverload;        // how long it lasts untried
  absl::Time refused_time_ = absl::InfinitePast();  // when a call was last one too many
  int64_t refused_ = 0;                             // by Overfull, since it last said so in the log
  absl::Time next_line_ = absl::InfinitePast();
  bool closed_ = false;
};

}  // namespace mainstay::rpc
