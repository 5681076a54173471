// One client-streaming call. Its handler blocks a batch worker; messages are read one ahead of the
// handler and no further, so a fast sender is held back by HTTP/2 flow control.
#pragma once

#include <memory>

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "common/rpc/incoming_call.h"
#include "common/rpc/stream_gate.h"

namespace mainstay::rpc {

class ClientStreamCall final : public IncomingCall,
                               public grpc::ServerReadReactor<grpc::ByteBuffer>,
                               private RawReader {
 public:
  // As UnaryCall::Start.
  static grpc::ServerReadReactor<grpc::ByteBuffer>* Start(const Method& method,
                                                          const ServerState& state,
                                                          grpc::CallbackServerContext* context,
                                                          grpc::ByteBuffer* response);

  void Run(pg::Session& session) override;

 private:
  ClientStreamCall(const Method& method, const ServerState& state,
                   grpc::CallbackServerContext* context, grpc::ByteBuffer* response)
      : IncomingCall(method, state, context), response_bytes_(response) {}

  bool Read(google::protobuf::Message* message) override;
  absl::Status Handle(pg::Session& session);
  void ReadAhead();
  bool Fail(absl::Status status);
  bool PeerIsThere();

  void OnReadDone(bool ok) override { gate_.Complete(ok); }
  void OnSendInitialMetadataDone(bool ok) override { gate_.Complete(ok); }
  void OnCancel() override { MarkCancelled(); }
  void OnDone() override { delete this; }

  grpc::ByteBuffer* const response_bytes_;
  std::unique_ptr<google::protobuf::Message> response_;
  grpc::ByteBuffer next_bytes_;  // what is being read
  StreamGate gate_;
  bool reading_ = false;  // an operation is under way
  bool ended_ = false;
  absl::Status broken_;  // what is wrong with the stream itself; outranks the handler's answer
};

}  // namespace mainstay::rpc
