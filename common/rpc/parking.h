// Where calls wait for their time without holding a worker.
#pragma once

#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

// A call that can wait.
class Parkable {
 public:
  virtual ~Parkable() = default;
  // Its time has come, or it was woken, and it is parked no more. `closing`: the server is about to
  // stop. On the parking's thread: must not block.
  virtual void Unpark(bool closing) = 0;
};

// Has one thread for all that wait. A call that is parked must not go before it is unparked.
// Thread-safe.
class Parking {
 public:
  Parking();
  // All calls must have gone.
  ~Parking();

  // Until its time has come or the server is about to stop.
  void Park(Parkable* call, absl::Time until);
  // Also while the server stops: for what a call that ends still waits for. Close() hurries it
  // once, when it was parked before.
  void ParkToEnd(Parkable* call, absl::Time until);
  // Unparks it as soon as may be; nothing when it is not parked.
  void Wake(Parkable* call);
  // Unparks all. From now on Park() unparks at once, and what comes back does so with `closing`.
  void Close();

 private:
  void Run();
  // Takes out what is due.
  std::vector<Parkable*> TakeDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Put(Parkable* call, absl::Time until) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::set<std::pair<absl::Time, Parkable*>> by_time_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Parkable*, absl::Time> times_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mainstay::rpc
