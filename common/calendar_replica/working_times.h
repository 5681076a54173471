// The replicated calendars compiled for counting, kept as long as they are current.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/calendar/working_time.h"
#include "common/pg/session.h"

namespace mainstay::calendar_replica {

// Thread-safe; one a process. Costs one statement that reads the version, and reading and compiling
// after a change.
class WorkingTimes {
 public:
  using WorkingTime = std::shared_ptr<const calendar::WorkingTime>;

  // The calendar of that name ("cn") as engagement told it last; until it has told of it, Monday to
  // Friday from 9 to 12 and 13 to 18 in China.
  absl::StatusOr<WorkingTime> Get(pg::Tx& tx, const std::string& name);

 private:
  struct Compiled {
    int64_t version = -1;  // 0: engagement has not told of it
    WorkingTime working_time;
  };

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Compiled> compiled_;
};

}  // namespace mainstay::calendar_replica
