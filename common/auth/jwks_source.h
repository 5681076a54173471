// An issuer's keys, fetched and kept fresh.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/jwk.h"
#include "common/time/clock.h"

namespace mainstay::auth {

// Reads a JWK Set from an http(s) URL (5 s at most, no redirects, 1 MiB) or a file.
absl::StatusOr<std::string> FetchJwks(const std::string& location);

// The keys of one JWK Set. A thread of its own fetches: after `max_age`, and when Refresh asks. A
// failed fetch keeps the keys there are. Thread-safe.
class JwksSource {
 public:
  struct Options {
    std::string location;
    absl::Duration min_refresh;  // by `clock`
    absl::Duration max_age;      // by the machine's clock
    const time::Clock* clock;
  };
  // Fetches once, on the caller's thread.
  static absl::StatusOr<std::unique_ptr<JwksSource>> Create(Options options);
  ~JwksSource();

  std::shared_ptr<const KeySet> keys() const;
  // Grows when the keys change.
  uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
  // Has the keys fetched, unless that was tried within `min_refresh`, and waits for nothing: true
  // while a fetch is under way, false when the keys are as fresh as they can be.
  bool Refresh();

 private:
  explicit JwksSource(Options options) : options_(std::move(options)) {}
  void Run();
  void Fetch();

  const Options options_;
  std::atomic<uint64_t> generation_{1};
  mutable absl::Mutex mutex_;
  std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  std::string text_ ABSL_GUARDED_BY(mutex_);  // what keys_ was read from
  absl::Time last_attempt_ ABSL_GUARDED_BY(mutex_);
  bool wanted_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mainstay::auth
