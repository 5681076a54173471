// Where the proxy sends a gRPC method, and what it knows of it beforehand.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "services/gateway/backend/backends.h"

namespace mainstay::gateway {

struct ProxyRoute {
  std::string path;  // "/mainstay.accounts.v1.AccountService/GetAccount"
  const Backends::Backend* backend;
  bool client_streaming;
  bool server_streaming;
  bool is_public;  // no token needed
  prometheus::Histogram* latency;
  mutable std::array<std::atomic<prometheus::Counter*>, 17> by_code{};  // gRPC codes 0 to 16

  void Count(grpc::StatusCode code, absl::Duration took) const;
};

// Every method linked into this binary whose area has a backend, and reflection, which the first
// backend answers. Thread-safe.
class ProxyRoutes {
 public:
  explicit ProxyRoutes(const Backends& backends);
  // Null when the gateway does not know the method.
  const ProxyRoute* Find(std::string_view path) const;

 private:
  void Add(std::string path, const Backends::Backend& backend, bool client_streaming,
           bool server_streaming, bool is_public);

  absl::flat_hash_map<std::string, std::unique_ptr<const ProxyRoute>> routes_;
};

}  // namespace mainstay::gateway
