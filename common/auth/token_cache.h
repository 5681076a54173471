// Tokens that were verified before, so that a hot caller costs a look-up and not a signature.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/principal.h"

namespace mainstay::auth {

// Whole tokens are compared, not digests of them: nothing but the token itself finds an entry.
// Bounded and approximately least recently used: each of 16 shards keeps a young and an old
// half; a hit in the old half moves up, a full young half becomes the old one. Thread-safe.
class TokenCache {
 public:
  // `entries` in all; 0 keeps nothing. Tokens over 4 KiB are not kept.
  explicit TokenCache(size_t entries) : half_((entries + 2 * kShards - 1) / (2 * kShards)) {}

  // The principal, if `token` was verified with the keys of `generation` and is good until after
  // `now`. Meeting a newer generation forgets what the older keys verified.
  std::optional<Principal> Find(std::string_view token, uint64_t generation, absl::Time now);
  // `good_until`: expiry with leeway. Ignored if newer keys were met meanwhile.
  void Insert(std::string_view token, uint64_t generation, absl::Time good_until,
              const Principal& principal);

 private:
  static constexpr size_t kShards = 16;
  static constexpr size_t kMaxTokenBytes = 4 << 10;

  struct Entry {
    absl::Time good_until;
    Principal principal;
  };
  using Entries = absl::flat_hash_map<std::string, Entry>;
  struct alignas(64) Shard {
    absl::Mutex mutex;
    uint64_t generation ABSL_GUARDED_BY(mutex) = 0;
    Entries young ABSL_GUARDED_BY(mutex);
    Entries old ABSL_GUARDED_BY(mutex);

    void MeetGeneration(uint64_t met) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  };

  Shard& ShardOf(size_t hash) { return shards_[hash % kShards]; }
  void Put(Shard& shard, std::string token, Entry entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);

  const size_t half_;  // entries of half a shard
  std::array<Shard, kShards> shards_;
};

}  // namespace mainstay::auth
