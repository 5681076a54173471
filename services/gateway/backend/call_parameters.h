// What goes with a call to a backend, besides its messages.
#pragma once

#include <string>

#include <grpcpp/client_context.h>

#include "absl/time/time.h"
#include "common/trace/trace.h"

namespace mainstay::gateway {

struct CallParameters {
  std::string rpc_path;       // "/mainstay.accounts.v1.AccountService/GetAccount"
  std::string authorization;  // the caller's header, "Bearer …"; empty for none
  std::string request_id;
  trace::TraceContext trace;
  absl::Time deadline = absl::InfiniteFuture();
};

void Apply(const CallParameters& parameters, grpc::ClientContext* context);

}  // namespace mainstay::gateway
