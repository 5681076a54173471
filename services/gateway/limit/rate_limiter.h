// How many requests a principal may make, over all gateways: GCRA in Redis, on Redis's clock.
//
// No request ever waits for Redis. A gateway takes calls in small leases (a tenth of a second's
// worth) and spends them from memory; when a lease is half spent, the limiter's own thread fetches
// the next one, for all principals that need one together. A principal for whom there is no lease
// yet is let through on the gateway's own count, and those calls are charged with the next lease:
// over all gateways the steady rate holds, and what may come more than once is a burst that reaches
// several gateways within the moment before Redis's first word. By itself no gateway ever lets
// through more than the quota. What is left of a lease after a second is lost.
//
// The circuit: when Redis fails or hangs, it opens, and each gateway applies the quota by itself; a
// probe a second closes it again. mainstay_gateway_rate_limit_redis_up tells.
#pragma once

#include <memory>
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
  // Waits for a command that is on its way to Redis, at most its timeout.
  ~RateLimiter();

  // Counts one request and decides from memory, without waiting for anything.
  Decision Take(std::string_view principal);
  // Whether Redis has a say: the circuit is closed.
  bool redis_up() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mainstay::gateway
