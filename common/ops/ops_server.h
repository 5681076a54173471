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
  std::string listen = "127.0.0.1:0";  // host:port
  // OK when requests can be served; asked on each /readyz, at most a second old, any thread.
  std::function<absl::Status()> ready;
};

// One thread. Thread-safe.
class OpsServer {
 public:
  static absl::StatusOr<std::unique_ptr<OpsServer>> Start(OpsServerOptions options);
  virtual ~OpsServer() = default;  // stops
  virtual std::string address() const = 0;
};

}  // namespace mainstay::ops
