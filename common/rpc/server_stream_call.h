// One server-streaming call. Its handler blocks a batch worker; at most one message is on its way
// to the transport while the handler makes the next, so a slow reader holds the handler back.
#pragma once

#include <memory>

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "common/rpc/incoming_call.h"
#include "common/rpc/stream_gate.h"

namespace mainstay::rpc {

class ServerStreamCall final : public IncomingCall,
                               public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                               private RawWriter {
 public:
  // As UnaryCall::Start.
  static grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(const Method& method,
                                                           const ServerState& state,
                                                           grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request);

  void Run(pg::Session& session) override;

 private:
  ServerStreamCall(const Method& method, const ServerState& state,
                   grpc::CallbackServerContext* context, const grpc::ByteBuffer* request)
      : IncomingCall(method, state, context), request_bytes_(request) {}

  bool Write(const google::protobuf::Message& message) override;
  absl::Status Handle(pg::Session& session);
  bool AwaitWrite();

  void OnWriteDone(bool ok) override { gate_.Complete(ok); }
  void OnCancel() override { MarkCancelled(); }
  void OnDone() override { delete this; }

  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer bytes_;  // what is being written
  StreamGate gate_;
  absl::Status broken_;  // what is wrong with the stream itself; outranks the handler's answer
};

}  // namespace mainstay::rpc
