// The services behind the gateway, by proto area: package mainstay.<area>.v1.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::gateway {

struct BackendsOptions {
  std::string targets;  // "accounts=host:port,feedback=host:port"
  // TLS towards the backends by files; empty ca_file means plain text.
  std::string ca_file, cert_file, key_file;
};

// Thread-safe.
class Backends {
 public:
  struct Backend {
    std::string area;
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<grpc::GenericStub> stub;
  };

  // INVALID_ARGUMENT naming the entry that is not area=target. Waits for no connection.
  static absl::StatusOr<std::unique_ptr<Backends>> Create(const BackendsOptions& options);

  // Null when no backend serves the area.
  const Backend* Find(std::string_view area) const;
  // The same by method: "/mainstay.accounts.v1.AccountService/GetAccount".
  const Backend* FindByPath(std::string_view rpc_path) const;
  // The first of them, which answers what every backend could.
  const Backend& any() const { return *backends_.begin()->second; }

  // Asks each backend's grpc.health.v1.Health, at most `timeout` for all. UNAVAILABLE naming those
  // that do not serve. Blocks.
  absl::Status CheckHealth(absl::Duration timeout) const;

 private:
  absl::flat_hash_map<std::string, std::unique_ptr<Backend>> backends_;
};

}  // namespace mainstay::gateway
