// A gRPC service made from its descriptor: what generated service code does, for every method at
// once, over raw bytes.
#pragma once

#include <memory>
#include <vector>

#include <grpcpp/impl/service_type.h>

#include "common/rpc/incoming_call.h"
#include "common/rpc/method.h"

namespace mainstay::rpc {

// The methods of one service. Must outlive the grpc::Server that it is registered on.
class DescriptorService final : public grpc::Service {
 public:
  DescriptorService(std::vector<std::unique_ptr<Method>> methods, const ServerState& state);

 private:
  void Register(const Method& method, const ServerState& state);

  // gRPC keeps pointers to their paths.
  const std::vector<std::unique_ptr<Method>> methods_;
};

}  // namespace mainstay::rpc
