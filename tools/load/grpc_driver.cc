#include "absl/strings/str_cat.h"
#include "tools/load/counter.h"
#include "tools/load/driver.h"
#include "tools/load/grpc_calls.h"

namespace mainstay::load {

absl::StatusOr<Measurement> DriveGrpc(const DriveOptions& options, Workload& workload,
                                      const std::string& token) {
  constexpr absl::Duration kTimeout = absl::Seconds(10);
  auto connected = GrpcCalls::Connect(options.server, options.connections, &workload, token);
  if (!connected.ok()) return connected.status();
  GrpcCalls& calls = **connected;
  std::vector<GrpcCall> in_flight(options.in_flight);
  Counter counter(options);
  int running = 0;
  for (GrpcCall& call : in_flight) {
    if (!counter.Begin(absl::Now())) break;
    calls.Start(call, kTimeout);
    ++running;
  }
  while (running > 0) {
    GrpcCall* const call = calls.Next(absl::Now() + absl::Hours(1));
    if (call == nullptr) continue;
    const absl::Time now = absl::Now();
    counter.End(call->begun, now,
                call->status.ok() ? ""
                                  : absl::StrCat(call->status.error_code(), " ",
                                                 call->status.error_message(), "."));
    if (counter.Begin(now)) {
      calls.Start(*call, kTimeout);
    } else {
      --running;
    }
  }
  return counter.Finish();
}

}  // namespace mainstay::load
