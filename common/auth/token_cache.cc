#include "common/auth/token_cache.h"

#include <utility>

#include "absl/hash/hash.h"

namespace mainstay::auth {
namespace {

// The end of a token is its signature, which is as good as random: enough to choose a shard by,
// and cheaper than hashing the whole.
size_t ShardHash(std::string_view token) {
  constexpr size_t kTail = 8;
  return absl::HashOf(token.substr(token.size() < kTail ? 0 : token.size() - kTail));
}

}  // namespace

void TokenCache::Shard::MeetGeneration(uint64_t met) {
  if (met <= generation) return;
  generation = met;
  young.clear();
  old.clear();
}

std::optional<Principal> TokenCache::Find(std::string_view token, uint64_t generation,
                                          absl::Time now) {
  if (half_ == 0 || token.size() > kMaxTokenBytes) return std::nullopt;
  Shard& shard = ShardOf(ShardHash(token));
  absl::MutexLock lock(&shard.mutex);
  shard.MeetGeneration(generation);
  if (generation != shard.generation) return std::nullopt;
  if (auto it = shard.young.find(token); it != shard.young.end()) {
    if (now < it->second.good_until) return it->second.principal;
    shard.young.erase(it);
    return std::nullopt;
  }
  auto it = shard.old.find(token);
  if (it == shard.old.end()) return std::nullopt;
  Entry entry = std::move(it->second);
  shard.old.erase(it);
  if (now >= entry.good_until) return std::nullopt;
  std::optional<Principal> principal = entry.principal;
  Put(shard, std::string(token), std::move(entry));
  return principal;
}

void TokenCache::Insert(std::string_view token, uint64_t generation, absl::Time good_until,
                        const Principal& principal) {
  if (half_ == 0 || token.size() > kMaxTokenBytes) return;
  Shard& shard = ShardOf(ShardHash(token));
  absl::MutexLock lock(&shard.mutex);
  shard.MeetGeneration(generation);
  if (generation != shard.generation) return;
  Put(shard, std::string(token), Entry{good_until, principal});
}

void TokenCache::Put(Shard& shard, std::string token, Entry entry) {
  if (shard.young.size() >= half_ && !shard.young.contains(token)) {
    shard.old = std::exchange(shard.young, {});
  }
  shard.young.insert_or_assign(std::move(token), std::move(entry));
}

}  // namespace mainstay::auth
