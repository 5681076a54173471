// Calendars compiled for counting, kept as long as they are current.
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/calendar/working_time.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Thread-safe. An answer is of the version that was current when it was asked for: each costs one
// statement that reads the version, and reading and compiling after a change.
class WorkingTimes {
 public:
  // The calendar by its name ("cn"); NOT_FOUND when there is none.
  absl::StatusOr<std::shared_ptr<const calendar::WorkingTime>> Get(pg::Session& session,
                                                                   const pg::TxOptions& options,
                                                                   const std::string& name);

 private:
  struct Compiled {
    int64_t version = 0;
    std::shared_ptr<const calendar::WorkingTime> working_time;
  };
  std::shared_ptr<const calendar::WorkingTime> Find(const std::string& name, int64_t version);
  void Keep(const std::string& name, Compiled compiled);

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Compiled> compiled_;
};

}  // namespace mainstay::engagement
