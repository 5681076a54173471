// Requests that come when they come, however the server fares: what overload is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/load/workload.h"

namespace mainstay::load {

struct OpenLoopOptions {
  std::string server;  // host:port
  int connections = 4;
  double rate = 0;                            // calls a second, at random moments (Poisson)
  absl::Duration timeout = absl::Seconds(5);  // of each call
  absl::Duration warmup = absl::Seconds(1);   // not counted
  absl::Duration duration = absl::Seconds(10);
};

// What became of the calls that were due in one second.
struct Second {
  int64_t refused = 0;           // RESOURCE_EXHAUSTED
  int64_t errors = 0;            // anything else but OK
  std::vector<uint32_t> micros;  // of each answered one, from when it was due; in no order
};

struct OpenLoopMeasurement {
  std::vector<Second> seconds;
  std::string first_error;
  uint32_t late_micros =
      0;  // how late the call was begun that was begun latest: this client's fault
};

// gRPC, on the calling thread. UNAVAILABLE when the server cannot be reached.
absl::StatusOr<OpenLoopMeasurement> DriveOpenLoop(const OpenLoopOptions& options,
                                                  Workload& workload, const std::string& token);

// From which second on all is normal: 99 of 100 calls of each second answered, half of those within
// `p50_ms`. As many as there are seconds when the last one is not.
int64_t NormalFrom(const OpenLoopMeasurement& measurement, double p50_ms);

// {"offered_per_second":…,"per_second":…,"refused":…,"errors":…,"p50_ms":…,"p99_ms":…,
//  "late_ms":…,"normal_from_s":…}; the last only when `normal_p50_ms` is above 0.
std::string ReportOpenLoopJson(const OpenLoopMeasurement& measurement, double normal_p50_ms);

}  // namespace mainstay::load
