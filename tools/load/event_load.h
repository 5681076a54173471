// A load of events: writes an outbox as accounts does, relays it, and watches another process take
// the events in.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/load/driver.h"

namespace mainstay::load {

struct EventLoadOptions {
  std::string outbox_dsn;  // accounts' database; nobody else relays its events
  std::string inbox_dsn;   // engagement's, whose events somebody consumes; with the rights of its
                           // owner, in a cluster with track_commit_timestamp
  std::string redis_address;  // "unix:/…"
  int connections = 8;        // that write, each with accounts of its own
  int accounts = 10000;
  absl::Duration warmup = absl::Seconds(2);  // not counted
  absl::Duration duration = absl::Seconds(10);
  double per_second = 0;  // writes at this rate, whatever becomes of them; 0: as many as go through
  int outstanding = 2000;  // then: so many are on their way at once at most
};

// The events whose effect was committed within the time counted: for each the time from just before
// its write to that commit. FAILED_PRECONDITION when something does not go through.
absl::StatusOr<Measurement> DriveEvents(const EventLoadOptions& options);

}  // namespace mainstay::load
