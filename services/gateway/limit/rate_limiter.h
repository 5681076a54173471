// How many requests a principal may make, over all gateways: GCRA in Redis, on Redis's clock.
//
// No request waits for Redis as a rule: a gateway takes calls in small leases (a tenth of a
// second's worth) and spends them from memory; when a lease is half spent, the limiter's own thread
// fetches the next one. Only a principal's first request after a pause waits, without blocking a
// thread. What is left of a lease after a second is lost, so a principal never gets more than the
// quota, and loses by it only what it was not using. While Redis is away each gateway applies the
// quota by itself, and looks for Redis once a second.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/redis/redis.h"
#include "services/gateway/limit/gcra.h"

namespace mainstay::gateway {

struct RateLimiterOptions {
  Quota quota;
  redis::Options redis;  // an empty address: each gateway by itself
};

// Thread-safe.
class RateLimiter {
 public:
  struct Decision {
    bool allowed;
    absl::Duration retry_after;  // when not allowed
  };

  explicit RateLimiter(RateLimiterOptions options);
  // Decides for those that still wait, then returns.
  ~RateLimiter();

  // The decision, when memory has it; else nothing was counted: call Await.
  std::optional<Decision> TryTake(std::string_view principal);
  // Calls `done` once, from this thread or the limiter's.
  void Await(std::string_view principal, std::function<void(Decision)> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mainstay::gateway
