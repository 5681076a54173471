// One unary call, from arrival to answer.
#pragma once

#include <memory>
#include <optional>

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "common/rpc/incoming_call.h"

namespace mainstay::rpc {

class UnaryCall final : public IncomingCall, public grpc::ServerUnaryReactor {
 public:
  // Admits the call or answers it with why not; gRPC's thread. gRPC owns both buffers and keeps
  // them until the reactor is done.
  static grpc::ServerUnaryReactor* Start(const Method& method, const ServerState& state,
                                         grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response);

  void Run(pg::Session& session) override;

  // Whether the call is none of the batcher's any more: it has gone on to the workers, as its
  // method's `alone` says, or has been answered. It may be gone then.
  bool LeaveBatch();
  // The batcher's steps in place of Run. Open makes the call ready for a batch handler; false when
  // it has been answered already. Close answers it.
  bool Open(pg::Session& session);
  RawBatchedCall batched() { return {handler_context_, request_.get(), response_.get(), {}}; }
  void Close(absl::Status status);

 private:
  UnaryCall(const Method& method, const ServerState& state, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : IncomingCall(method, state, context), request_bytes_(request), response_bytes_(response) {}

  absl::Status Prepare();

  void OnCancel() override { MarkCancelled(); }
  void OnDone() override { delete this; }
  // Both reactions above are short and take no locks, so they need no thread of their own.
  bool InternalInlineable() override { return true; }

  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer* const response_bytes_;
  std::unique_ptr<google::protobuf::Message> request_;
  std::unique_ptr<google::protobuf::Message> response_;
  CallContext* handler_context_ = nullptr;
};

}  // namespace mainstay::rpc
