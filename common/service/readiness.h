// Whether a service can serve: its database is there, with a schema that the binary knows.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "common/pg/session.h"

namespace mainstay::service {

// Looks once a second on a thread of its own. Thread-safe.
class Readiness {
 public:
  // `on_change` hears of each change, on that thread; the state before the first is "not ready".
  Readiness(pg::SessionOptions database, int schema_version, std::function<void(bool)> on_change);
  ~Readiness();  // as Stop

  // OK, or why not.
  absl::Status status() const;

  // Not ready from now on; `on_change` is not called any more once this returns.
  void Stop();

 private:
  void Run();
  absl::Status Look(pg::Session& session);

  const pg::SessionOptions database_;
  const int schema_version_;
  const std::function<void(bool)> on_change_;
  bool schema_known_ = false;  // Run's thread only

  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  absl::Status status_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mainstay::service
