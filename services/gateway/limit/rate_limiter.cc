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

constexpr absl::Duration kLeaseFor = absl::Seconds(1);
constexpr absl::Duration kForgetAfter = absl::Minutes(1);
constexpr absl::Duration kSweepEvery = absl::Seconds(10);
constexpr absl::Duration kProbeEvery = absl::Seconds(1);
constexpr size_t kMostInSet = 256;  // leases fetched together

// TakeCalls on Redis's clock, in microseconds. KEYS: the principal's TAT. ARGV: interval,
// tolerance, calls wanted, calls let through before without asking. Those empty the bucket at most:
// what a gateway allowed while it could not ask is not held against the principal for longer.
// Answers {calls granted, microseconds until one more would be}.
constexpr char kTakeCalls[] = R"lua(
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local wanted, unpaid = tonumber(ARGV[3]), tonumber(ARGV[4])
local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
tat = math.max(tat, math.min(tat + unpaid * interval, now + tolerance + interval))
local room = now + tolerance - tat
local calls = 0
if room >= 0 then calls = math.min(math.floor(room / interval) + 1, wanted) end
tat = tat + calls * interval
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1)
return {calls, math.max(0, tat - tolerance - now)}
)lua";

// What memory knows of a principal.
struct Lease {
  int calls = 0;  // left of the lease
  absl::Time ends = absl::InfinitePast();
  int unpaid = 0;                                   // let through without a lease
  absl::Time refused_until = absl::InfinitePast();  // by Redis
  absl::Time local_tat = absl::InfinitePast();      // of all calls through this gateway
  absl::Time used = absl::InfinitePast();
  bool asking = false;  // the thread will fetch, or is fetching, the next lease
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
        lease_calls_(std::min(quota_.per_second / 10, quota_.burst / 4)),
        interval_us_(absl::StrCat(absl::ToInt64Microseconds(quota_.interval()))),
        tolerance_us_(absl::StrCat(absl::ToInt64Microseconds(quota_.tolerance()))),
        wanted_(absl::StrCat(lease_calls_)),
        connection_(options.redis) {
    redis_up_.Set(0);  // until it has answered
    if (!options.redis.address.empty()) thread_ = std::thread([this] { Run(); });
  }

  ~Impl() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (thread_.joinable()) thread_.join();
  }

  Decision Take(std::string_view principal) {
    Shard& shard = ShardOf(principal);
    const absl::Time now = absl::Now();
    absl::MutexLock lock(&shard.mutex);
    Lease& lease = LeaseOf(shard, principal);
    lease.used = now;
    if (now < lease.refused_until) return {false, lease.refused_until - now};
    const Grant grant = TakeCalls(quota_, now, 1, &lease.local_tat);
    if (grant.calls == 0) return {false, grant.retry_after};
    if (!up()) return {true, absl::ZeroDuration()};
    if (lease.calls > 0 && now < lease.ends) {
      --lease.calls;
    } else {
      ++lease.unpaid;
    }
    if (lease.unpaid > 0 || lease.calls <= lease_calls_ / 2) Ask(principal, &lease);
    return {true, absl::ZeroDuration()};
  }

  bool up() const { return up_.load(std::memory_order_relaxed); }

 private:
  using Replies = absl::StatusOr<std::vector<absl::StatusOr<redis::Reply>>>;

  Shard& ShardOf(std::string_view principal) {
    return shards_[absl::HashOf(absl::string_view(principal)) % shards_.size()];
  }

  static Lease& LeaseOf(Shard& shard, std::string_view principal)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex) {
    const auto found = shard.leases.find(absl::string_view(principal));
    if (found != shard.leases.end()) return found->second;
    return shard.leases[std::string(principal)];
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
      if (!up() && absl::Now() >= next_probe_) SetUp(Probe());
      std::vector<std::string> principals;
      {
        const auto awake = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
          return stopping_ || !queue_.empty();
        };
        absl::MutexLock lock(&mutex_);
        mutex_.AwaitWithTimeout(absl::Condition(&awake), kProbeEvery);
        if (stopping_) return;
        principals.assign(queue_.begin(), queue_.begin() + std::min(queue_.size(), kMostInSet));
        queue_.erase(queue_.begin(), queue_.begin() + principals.size());
      }
      if (!principals.empty()) Fetch(principals);
      if (absl::Now() >= sweep) {
        Sweep();
        sweep = absl::Now() + kSweepEvery;
      }
    }
  }

  // The script itself, for nobody: Redis may answer a PING and refuse scripts.
  absl::Status Probe() {
    return script_
        .Run(connection_, {{"mainstay:rate:probe"}, {interval_us_, tolerance_us_, "0", "0"}})
        .status();
  }

  // Pays for and fetches leases, all in one way to Redis and back.
  void Fetch(const std::vector<std::string>& principals) {
    std::vector<std::string> keys, unpaid;
    for (const std::string& principal : principals) {
      Shard& shard = ShardOf(principal);
      absl::MutexLock lock(&shard.mutex);
      keys.push_back(absl::StrCat("mainstay:rate:", principal));
      unpaid.push_back(absl::StrCat(std::exchange(LeaseOf(shard, principal).unpaid, 0)));
    }
    std::vector<redis::Script::Call> calls;
    for (size_t i = 0; i < keys.size(); ++i) {
      calls.push_back({{keys[i]}, {interval_us_, tolerance_us_, wanted_, unpaid[i]}});
    }
    // Once the circuit is open those still asked for would each cost a timeout.
    const Replies replies = up() ? script_.RunAll(connection_, calls)
                                 : Replies(absl::UnavailableError("the circuit is open"));
    absl::Status status = replies.status();
    for (size_t i = 0; i < principals.size(); ++i) {
      Shard& shard = ShardOf(principals[i]);
      absl::MutexLock lock(&shard.mutex);
      Lease& lease = LeaseOf(shard, principals[i]);
      lease.asking = false;
      if (!replies.ok()) continue;
      const absl::StatusOr<redis::Reply>& reply = (*replies)[i];
      if (reply.ok() && reply->items.size() == 2) {
        Renew(*reply, principals[i], &lease);
      } else {
        status.Update(reply.status());
      }
    }
    if (up()) SetUp(status);
  }

  void Renew(const redis::Reply& reply, std::string_view principal, Lease* lease) {
    const absl::Time now = absl::Now();
    if (now >= lease->ends) lease->calls = 0;
    lease->calls += static_cast<int>(reply.items[0].integer);
    lease->ends = now + kLeaseFor;
    // What was let through meanwhile goes from the new lease.
    const int paid = std::min(lease->unpaid, lease->calls);
    lease->calls -= paid;
    lease->unpaid -= paid;
    // With nothing to wait for nobody is refused, also not a call that read the clock before this.
    if (lease->calls == 0 && reply.items[1].integer > 0) {
      lease->refused_until = now + absl::Microseconds(reply.items[1].integer);
    }
    if (lease->unpaid > 0) Ask(principal, lease);
  }

  // The circuit is closed while `status` is OK; each change is told once.
  void SetUp(const absl::Status& status) {
    redis_up_.Set(status.ok() ? 1 : 0);
    if (!status.ok()) {
      failures_.Increment();
      next_probe_ = absl::Now() + kProbeEvery;
    }
    if (status.ok() == up_.exchange(status.ok())) return;
    if (status.ok()) {
      log::Info("Redis is there: rates are limited over all gateways");
    } else {
      log::Warning("Redis is away: each gateway limits rates by itself",
                   {{"error", status.message()}});
    }
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
  const int lease_calls_;  // 0 at low rates: there each call is charged after it came
  const std::string interval_us_, tolerance_us_, wanted_;
  const redis::Script script_{kTakeCalls};
  std::array<Shard, 16> shards_;
  std::atomic<bool> up_ = false;  // written by the limiter's thread only
  prometheus::Gauge& redis_up_ =
      metrics::Gauge("mainstay_gateway_rate_limit_redis_up",
                     "1 while rates are limited through Redis; 0 while the circuit is open.");
  prometheus::Counter& failures_ =
      metrics::Counter("mainstay_gateway_rate_limit_redis_failures_total",
                       "Commands and probes that Redis did not answer.");

  redis::Connection connection_;                  // the limiter's thread only
  absl::Time next_probe_ = absl::InfinitePast();  // likewise
  absl::Mutex mutex_;
  std::vector<std::string> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

RateLimiter::RateLimiter(RateLimiterOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
RateLimiter::~RateLimiter() = default;

Decision RateLimiter::Take(std::string_view principal) { return impl_->Take(principal); }
bool RateLimiter::redis_up() const { return impl_->up(); }

}  // namespace mainstay::gateway
