// The rows of calendar_replica.sql.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/session.h"

namespace mainstay::calendar_replica {

struct Content {
  int64_t version = 0;
  std::string bytes;
};

// Keeps the newest version: an older one than is there changes nothing.
void WriteReplica(pg::Tx& tx, const std::string& name, int64_t version, const std::string& content,
                  absl::Time now);
std::optional<Content> ReadContent(pg::Tx& tx, const std::string& name);
std::optional<int64_t> ReadVersion(pg::Tx& tx, const std::string& name);

}  // namespace mainstay::calendar_replica
