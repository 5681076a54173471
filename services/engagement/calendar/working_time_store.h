// Calendars compiled for counting, kept as long as they are current: the one way to count by them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/calendar/working_time.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Thread-safe; one a process. An answer is of the version that was current when it was asked for:
// each costs one statement that reads the version, and reading and compiling after a change.
class WorkingTimes {
 public:
  using WorkingTime = std::shared_ptr<const calendar::WorkingTime>;

  // The calendar by its name ("cn"), as the transaction sees it; NOT_FOUND when there is none.
  absl::StatusOr<WorkingTime> Get(pg::Tx& tx, const std::string& name);

  // The same for those who need nothing else of the database.
  absl::StatusOr<WorkingTime> Get(pg::Session& session, const pg::TxOptions& options,
                                  const std::string& name);

 private:
  struct Compiled {
    int64_t version = 0;
    WorkingTime working_time;
  };
  WorkingTime Find(const std::string& name, int64_t version);
  void Keep(const std::string& name, Compiled compiled);

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Compiled> compiled_;
};

}  // namespace mainstay::engagement
