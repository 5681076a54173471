#include "services/gateway/limit/rate_limiter.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"

namespace mainstay::gateway {
namespace {

using Decision = RateLimiter::Decision;
using Done = std::function<void(Decision)>;

constexpr absl::Duration kLeaseFor = absl::Seconds(1);
constexpr absl::Duration kForgetAfter = absl::Minutes(1);
constexpr absl::Duration kSweepEvery = absl::Seconds(10);
constexpr absl::Duration kLookForRedisEvery = absl::Seconds(1);

// TakeCalls on Redis's clock, in microseconds. KEYS: the principal's TAT. ARGV: interval,
// tolerance, calls wanted. Answers {calls granted, microseconds until one more would be}.
constexpr char kTakeCalls[] = R"lua(
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, tolerance, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local room = now + tolerance - tat
if room < 0 then return {0, -room} end
local calls = math.min(math.floor(room / interval) + 1, wanted)
tat = tat + calls * interval
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1)
return {calls, math.max(0, tat - tolerance - now)}
)lua";

// What memory knows of a principal.
struct Lease {
  int calls = 0;  // left of the lease
  absl::Time ends = absl::InfinitePast();
  absl::Time refused_until = absl::InfinitePast();
  absl::Time local_tat = absl::InfinitePast();  // while Redis is away
  absl::Time used = absl::InfinitePast();
  bool asking = false;  // the thread will fetch, or is fetching, the next lease
  std::vector<Done> waiting;
};

struct Shard {
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, Lease> leases ABSL_GUARDED_BY(mutex);
};

}  // namespace

class RateLimiter::Impl {
 public:
  explicit Impl(RateLimiterOptions options)
      : quota_(options.quota),
        lease_calls_(std::clamp(quota_.per_second / 10, 1, std::max(1, quota_.burst / 4))),
        interval_us_(absl::StrCat(absl::ToInt64Microseconds(quota_.interval()))),
        tolerance_us_(absl::StrCat(absl::ToInt64Microseconds(quota_.tolerance()))),
        away_(options.redis.address.empty()),
        connection_(options.redis) {
    if (!options.redis.address.empty()) thread_ = std::thread([this] { Run(); });
  }

  ~Impl() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (thread_.joinable()) thread_.join();
  }

  std::optional<Decision> TryTake(std::string_view principal) {
    Shard& shard = ShardOf(principal);
    const absl::Time now = absl::Now();
    absl::MutexLock lock(&shard.mutex);
    return Take(principal, now, &LeaseOf(shard, principal));
  }

  void Await(std::string_view principal, Done done) {
    Shard& shard = ShardOf(principal);
    std::optional<Decision> decision;
    {
      absl::MutexLock lock(&shard.mutex);
      Lease& lease = LeaseOf(shard, principal);
      decision = Take(principal, absl::Now(), &lease);
      if (!decision.has_value()) {
        lease.waiting.push_back(std::move(done));
        Ask(principal, &lease);
      }
    }
    if (decision.has_value()) done(*decision);
  }

 private:
  Shard& ShardOf(std::string_view principal) {
    return shards_[absl::HashOf(absl::string_view(principal)) % shards_.size()];
  }

  static Lease& LeaseOf(Shard& shard, std::string_view principal)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex) {
    const auto found = shard.leases.find(absl::string_view(principal));
    if (found != shard.leases.end()) return found->second;
    return shard.leases[std::string(principal)];
  }

  std::optional<Decision> Take(std::string_view principal, absl::Time now, Lease* lease) {
    lease->used = now;
    if (lease->calls > 0 && now < lease->ends) {
      if (--lease->calls <= lease_calls_ / 2 && lease_calls_ > 1) Ask(principal, lease);
      return Decision{true, absl::ZeroDuration()};
    }
    if (now < lease->refused_until) return Decision{false, lease->refused_until - now};
    if (away_.load(std::memory_order_relaxed)) return TakeLocally(now, lease);
    return std::nullopt;
  }

  Decision TakeLocally(absl::Time now, Lease* lease) const {
    const Grant grant = TakeCalls(quota_, now, 1, &lease->local_tat);
    return {grant.calls == 1, grant.retry_after};
  }

  void Ask(std::string_view principal, Lease* lease) {
    if (lease->asking) return;
    lease->asking = true;
    absl::MutexLock lock(&mutex_);
    queue_.emplace_back(principal);
  }

  // The limiter's thread: the only one that talks to Redis.
  void Run() {
    absl::Time sweep = absl::Now() + kSweepEvery;
    while (true) {
      std::vector<std::string> principals;
      {
        const auto awake = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
          return stopping_ || !queue_.empty();
        };
        absl::MutexLock lock(&mutex_);
        mutex_.AwaitWithTimeout(absl::Condition(&awake), kLookForRedisEvery);
        if (stopping_ && queue_.empty()) return;
        principals.swap(queue_);
      }
      for (const std::string& principal : principals) Fetch(principal);
      if (away_ && principals.empty()) SetAway(!connection_.Command({"PING"}).ok());
      if (absl::Now() >= sweep) {
        Sweep();
        sweep = absl::Now() + kSweepEvery;
      }
    }
  }

  // Fetches a lease for `principal` and decides for those that wait.
  void Fetch(const std::string& principal) {
    Shard& shard = ShardOf(principal);
    int wanted = lease_calls_;
    {
      absl::MutexLock lock(&shard.mutex);
      wanted = std::max(wanted, static_cast<int>(LeaseOf(shard, principal).waiting.size()));
    }
    const std::string key = absl::StrCat("mainstay:rate:", principal);
    const absl::StatusOr<redis::Reply> reply =
        script_.Run(connection_, {key}, {interval_us_, tolerance_us_, absl::StrCat(wanted)});
    const bool answered = reply.ok() && reply->items.size() == 2;
    SetAway(!answered);

    std::vector<std::pair<Done, Decision>> decided;
    {
      absl::MutexLock lock(&shard.mutex);
      Lease& lease = LeaseOf(shard, principal);
      const absl::Time now = absl::Now();
      lease.asking = false;
      if (answered) {
        if (now >= lease.ends) lease.calls = 0;
        lease.calls += static_cast<int>(reply->items[0].integer);
        lease.ends = now + kLeaseFor;
        if (lease.calls == 0) {
          lease.refused_until = now + absl::Microseconds(reply->items[1].integer);
        }
      }
      for (Done& done : lease.waiting) {
        Decision decision{true, absl::ZeroDuration()};
        if (!answered) {
          decision = TakeLocally(now, &lease);
        } else if (lease.calls > 0) {
          --lease.calls;
        } else {
          lease.refused_until = now + absl::Microseconds(reply->items[1].integer);
          decision = {false, lease.refused_until - now};
        }
        decided.emplace_back(std::move(done), decision);
      }
      lease.waiting.clear();
    }
    for (const auto& [done, decision] : decided) done(decision);
  }

  void SetAway(bool away) {
    if (away == away_.exchange(away)) return;
    if (away) {
      log::Warning("Redis is away: each gateway limits rates by itself");
    } else {
      log::Info("Redis is back: rates are limited over all gateways");
    }
    redis_up_.Set(away ? 0 : 1);
  }

  void Sweep() {
    const absl::Time before = absl::Now() - kForgetAfter;
    for (Shard& shard : shards_) {
      absl::MutexLock lock(&shard.mutex);
      absl::erase_if(shard.leases, [&](const auto& entry) {
        return !entry.second.asking && entry.second.used < before &&
               entry.second.local_tat < before;
      });
    }
  }

  const Quota quota_;
  const int lease_calls_;
  const std::string interval_us_, tolerance_us_;
  const redis::Script script_{kTakeCalls};
  std::array<Shard, 16> shards_;
  std::atomic<bool> away_;
  prometheus::Gauge& redis_up_ = metrics::Gauge("mainstay_gateway_rate_limit_redis_up",
                                                "1 while rates are limited through Redis.");

  redis::Connection connection_;  // the limiter's thread only
  absl::Mutex mutex_;
  std::vector<std::string> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

RateLimiter::RateLimiter(RateLimiterOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
RateLimiter::~RateLimiter() = default;

std::optional<Decision> RateLimiter::TryTake(std::string_view principal) {
  return impl_->TryTake(principal);
}
void RateLimiter::Await(std::string_view principal, Done done) {
  impl_->Await(principal, std::move(done));
}

}  // namespace mainstay::gateway
