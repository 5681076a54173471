// The gateway's gRPC port: passes every method on to its backend, answers health itself.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/listener.h"
#include "services/gateway/backend/backends.h"
#include "services/gateway/proxy/proxy_call.h"

namespace mainstay::gateway {

struct ProxyOptions {
  std::string listen = "127.0.0.1:0";  // host:port, or unix:/path
  // TLS by files; all empty means plain text. With client_ca_file clients must show a certificate.
  std::string tls_cert_file, tls_key_file, client_ca_file;
  const Backends* backends = nullptr;
  auth::Verifier* verifier = nullptr;
  RateLimiter* limiter = nullptr;           // null: no limit
  const TrustedProxies* proxies = nullptr;  // null: none
};

// Thread-safe.
class ProxyServer {
 public:
  // Health is NOT_SERVING until SetServing(true). UNAVAILABLE naming an address that cannot be
  // listened on.
  static absl::StatusOr<std::unique_ptr<ProxyServer>> Start(const ProxyOptions& options);
  virtual ~ProxyServer() = default;  // drains without waiting

  virtual std::string address() const = 0;
  // What grpc.health.v1.Health says.
  virtual void SetServing(bool serving) = 0;
  // Lets calls finish until `deadline`, then cancels them. Returns when all have ended.
  virtual void Drain(absl::Duration deadline) = 0;
};

}  // namespace mainstay::gateway
