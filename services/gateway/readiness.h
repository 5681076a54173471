// Whether the gateway can serve: every backend does.
#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/gateway/backend/backends.h"

namespace mainstay::gateway {

// Asks the backends once a second on a thread of its own. Thread-safe.
class Readiness {
 public:
  // `on_change` hears of each change, on that thread; the state before the first is "not ready".
  Readiness(const Backends& backends, std::function<void(bool)> on_change);
  ~Readiness();  // as Stop

  // OK, or which backends do not serve.
  absl::Status status() const;

  // Not ready from now on; `on_change` is not called any more once this returns.
  void Stop();

 private:
  void Run();

  const Backends& backends_;
  const std::function<void(bool)> on_change_;
  mutable absl::Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_) = absl::UnavailableError("starting");
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mainstay::gateway
