// Work that a service does by itself from time to time: clearing away, taking up what was left.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::service {

struct PeriodicTask {
  std::string name;  // lower_snake_case; of its metrics and of its lock, so unique in the service
  absl::Duration interval;  // from the end of a run to the next one; positive
  // Up to this much more, at random, so that replicas spread; the first run comes after such a
  // part alone. Not negative.
  absl::Duration jitter;
  // One step in a transaction of its own, with the present time: true when more is left to do,
  // which then runs in the next transaction, after other tasks that are due. Short (at most
  // kPeriodicStep), so that nobody waits for it: a batch, not a table. May run more than once, as
  // any transaction.
  std::function<absl::StatusOr<bool>(pg::Tx&, absl::Time now)> body;
};

// What a step may take; its statements are cancelled then.
inline constexpr absl::Duration kPeriodicStep = absl::Seconds(20);

// Runs tasks on one thread with one connection; PostgreSQL plans their statements for the tables as
// they are at each step, as they grow between two. A step runs on one replica at a time: it holds
// an advisory lock of the task's name, and a replica that does not get it leaves the run to the
// other. A failure is logged, counted in mainstay_periodic_runs_total{task, outcome} (done, busy,
// failed), and the task runs again when it is next due. Thread-safe.
class Periodic {
 public:
  Periodic(pg::SessionOptions database, std::vector<PeriodicTask> tasks);
  // Stops, and waits for a step that is under way.
  ~Periodic();

  // No step begins any more. Does not wait.
  void Stop();

 private:
  struct Due {
    PeriodicTask task;
    absl::Time time;
  };

  void Run();
  bool WaitUntil(absl::Time time);         // false when stopping
  bool RunStep(const PeriodicTask& task);  // true when more is left
  absl::Duration Jitter(const PeriodicTask& task);

  pg::Session session_;  // these three: the thread's
  std::vector<Due> tasks_;
  std::minstd_rand random_;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mainstay::service
