// Callers that keep their pace whatever becomes of their calls.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::faults {

struct Outcome {
  int64_t calls = 0;     // that were due
  int64_t answered = 0;  // well, before their deadline
  // How long after its deadline the slowest call came back, and 99 of 100; below zero when before.
  absl::Duration latest = -absl::InfiniteDuration(), latest_99 = -absl::InfiniteDuration();
  std::string first_error;

  double goodput() const {
    return calls == 0 ? 0 : static_cast<double>(answered) / static_cast<double>(calls);
  }
};

// A call: it is over, well or not, by `deadline`.
using Call = std::function<absl::Status(absl::Time deadline)>;

struct TrafficOptions {
  int callers = 1;
  absl::Duration pace;     // of each caller, from one call's start to the next one's
  absl::Duration timeout;  // of each call
  // A caller's own; made and called on its thread.
  std::function<Call()> new_caller;
};

// Runs from its making until Stop. A call whose turn passes while its caller waits for another one
// counts as not answered.
class Traffic {
 public:
  explicit Traffic(const TrafficOptions& options);
  ~Traffic() { Stop(); }
  Outcome Stop();

 private:
  void Run(int caller);
  void Count(const absl::Status& status, absl::Duration late);

  const TrafficOptions options_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  Outcome outcome_;
  std::vector<absl::Duration> late_;
  std::vector<std::thread> callers_;
};

}  // namespace mainstay::faults
