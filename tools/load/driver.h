// Keeps a number of requests in flight until the time is up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/load/workload.h"

namespace mainstay::load {

struct DriveOptions {
  std::string server;  // host:port
  int in_flight = 1;
  int connections = 4;  // for gRPC; HTTP/1.1 takes one for each request in flight
  absl::Duration warmup = absl::Seconds(1);  // not counted
  absl::Duration duration = absl::Seconds(10);
  int64_t requests = 0;  // stops after so many; 0 for none. Then there is no warm-up
};

struct Measurement {
  int64_t errors = 0;
  std::string first_error;
  double seconds = 0;            // how long was counted
  std::vector<uint32_t> micros;  // of each request that went well, in no order
};

// Both use the calling thread only (gRPC has its own for the network). UNAVAILABLE when the server
// cannot be reached; failed requests are counted instead.
absl::StatusOr<Measurement> DriveGrpc(const DriveOptions& options, Workload& workload,
                                      const std::string& token);
absl::StatusOr<Measurement> DriveHttp(const DriveOptions& options, Workload& workload);

// {"requests":…,"errors":…,"per_second":…,"p50_ms":…,"p99_ms":…}
std::string ReportJson(Measurement measurement);

}  // namespace mainstay::load
