// Something that is done while a transaction of the test is open: whether it waits for it.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/pg/session.h"

namespace mainstay::testing {

// Does `what` on a thread of its own; the destructor waits until it is done.
class Meanwhile {
 public:
  explicit Meanwhile(std::function<void()> what)
      : thread_([this, what = std::move(what)] {
          what();
          done_ = true;
        }) {}
  ~Meanwhile() { thread_.join(); }
  Meanwhile(const Meanwhile&) = delete;
  Meanwhile& operator=(const Meanwhile&) = delete;

  // Returns when it waits for a lock, which is true, or is done without. `tx`: of a database in
  // which nobody else waits.
  bool Waits(pg::Tx& tx) const {
    while (!done_) {
      if (!tx.Exec("SELECT 1 FROM pg_locks WHERE NOT granted").empty()) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return false;
  }

 private:
  std::atomic<bool> done_ = false;
  std::thread thread_;  // last: it uses the other
};

}  // namespace mainstay::testing
