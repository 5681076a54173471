// What may go from a stream: never by its length, only below what its readers have acknowledged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/events/stream.h"
#include "common/redis/redis.h"

namespace mainstay::events {

// No group is expected and none exists.
inline constexpr StreamId kNobodyListens{UINT64_MAX, UINT64_MAX};

// Every group of the stream has acknowledged what lies below this id; kNobodyListens when there is
// no group. Nothing when a group of `expected` does not exist (it has yet to read everything), or
// the stream does not. Sets each group's mainstay_relay_group_unacknowledged_seconds, by area.
absl::StatusOr<std::optional<StreamId>> AcknowledgedBelow(redis::Connection& redis,
                                                          const std::string& key,
                                                          const std::string& area,
                                                          const std::vector<std::string>& expected);

// Drops the entries below `id`.
absl::Status TrimBelow(redis::Connection& redis, const std::string& key, const StreamId& id);

}  // namespace mainstay::events
