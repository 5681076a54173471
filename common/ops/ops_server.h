// The operators' HTTP port of a process: /healthz (alive, never looks at dependencies),
// /readyz (200 once ready and not draining, else 503 with the reasons), /metrics (Prometheus text).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mainstay::ops {

struct OpsServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port; port 0 is chosen by the kernel
  // OK when requests can be served. May block: it is asked on a thread of its own, so that a
  // hanging dependency never makes the process look dead. Its answer is good for a second.
  std::function<absl::Status()> ready;
};

// Two threads: one for HTTP, one for `ready`. Thread-safe.
class OpsServer {
 public:
  // INVALID_ARGUMENT or UNAVAILABLE naming the address when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<OpsServer>> Start(OpsServerOptions options);
  virtual ~OpsServer() = default;  // stops
  virtual std::string address() const = 0;
};

}  // namespace mainstay::ops
