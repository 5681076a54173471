// Asynchronous unary gRPC calls of a workload, over a few connections.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/load/workload.h"

namespace mainstay::load {

// One call; may be started again when it is over.
struct GrpcCall {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Time begun;
};

// One thread, beside gRPC's own.
class GrpcCalls {
 public:
  // Connects. UNAVAILABLE when the server cannot be reached. `workload` must outlive it.
  static absl::StatusOr<std::unique_ptr<GrpcCalls>> Connect(const std::string& server,
                                                            int connections, Workload* workload,
                                                            const std::string& token);
  // Every call must be over.
  ~GrpcCalls();
  GrpcCalls(const GrpcCalls&) = delete;
  GrpcCalls& operator=(const GrpcCalls&) = delete;

  // Starts the workload's next request, over the next connection. `call` stays where it is until it
  // is over.
  void Start(GrpcCall& call, absl::Duration timeout);
  // The next call that is over; null when there is none by `until`.
  GrpcCall* Next(absl::Time until);

 private:
  GrpcCalls(Workload* workload, const std::string& token)
      : workload_(workload), authorization_("Bearer " + token) {}

  Workload* const workload_;
  const std::string authorization_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  size_t next_stub_ = 0;
  grpc::CompletionQueue queue_;
};

}  // namespace mainstay::load
