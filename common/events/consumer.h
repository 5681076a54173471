// The consumer: a thread that turns the events of other areas into effects on this service's
// database.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/events/applier.h"
#include "common/events/stream_reader.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"
#include "common/pg/session_locks.h"
#include "common/redis/redis.h"

namespace mainstay::events {

struct ConsumerOptions {
  std::string group;            // the service's name, such as "engagement"
  pg::SessionOptions database;  // with the tables of inbox.sql
  redis::Options redis;
  std::vector<Subscription> subscriptions;  // at most one an area
};

// Each event has its effect once, in the order of its account, although streams deliver it once or
// more: its inbox row, its effect and its aggregate's position are one transaction, which is
// acknowledged after it has committed. Every instance of a service runs one; each partition of each
// area is consumed by one of them, by a lock in the service's database. Thread-safe.
class Consumer {
 public:
  explicit Consumer(ConsumerOptions options);
  ~Consumer();  // as Stop

  // Lets a transaction that is under way end and be acknowledged.
  void Stop();

 private:
  void Run();
  absl::Status Round();
  absl::Status TakePartitions();
  absl::Status HandleBatch();
  absl::Status ReadBatch(absl::Duration wait);
  absl::Status WorkOffBacklog();
  absl::Status Conclude(const Applied& applied);
  absl::Status Measure();
  void Drop();
  bool Pause(absl::Duration time);  // false when stopping
  void Note(const absl::Status& status);
  template <class F>
  auto Write(F&& body);

  const std::string group_;
  const std::vector<AreaPartition> places_;  // every stream; locks and reader go by index
  const Applier applier_;                    // these: the thread's
  pg::Session session_;
  pg::SessionLocks locks_;
  StreamReader reader_;
  std::vector<StreamEntry> batch_;  // read and not yet applied
  bool backlog_waits_ = false;      // there may be more to work off at once
  absl::Time next_take_ = absl::InfinitePast();
  absl::Time next_backlog_ = absl::InfinitePast();
  absl::Time next_measure_ = absl::InfinitePast();
  std::string failure_;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mainstay::events
