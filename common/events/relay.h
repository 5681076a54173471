// The relay: a thread that carries the outbox into the streams.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "common/events/publisher.h"

namespace mainstay::events {

// Every instance of a service runs one; each partition is relayed by one of them. Redis may be
// lost at any moment, PostgreSQL too: it tries again until both are there. Thread-safe.
class Relay {
 public:
  explicit Relay(RelayOptions options);
  ~Relay();  // as Stop

  // Something may have been committed: looks within 0.1 s instead of at its next poll. Takes no
  // time; made for pg::SessionOptions::on_commit.
  void Wake();

  // Lets a round that is under way end. What is unpublished then is the next relay's.
  void Stop();

 private:
  void Run();
  absl::StatusOr<Published> Round();
  void WaitUntil(absl::Time time, bool wakeable);
  void Note(const absl::Status& status);

  const std::string area_;
  Publisher publisher_;  // these: the thread's
  absl::Time next_take_ = absl::InfinitePast();
  absl::Time next_measure_ = absl::InfinitePast();
  absl::Time next_look_ = absl::InfinitePast();
  absl::Time next_clean_ = absl::InfinitePast();
  std::string failure_;

  std::atomic<bool> awake_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mainstay::events
