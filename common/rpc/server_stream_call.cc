#include "common/rpc/server_stream_call.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/rpc/messages.h"
#include "common/status/status.h"

namespace mainstay::rpc {

grpc::ServerWriteReactor<grpc::ByteBuffer>* ServerStreamCall::Start(
    const Method& method, const ServerState& state, grpc::CallbackServerContext* context,
    const grpc::ByteBuffer* request) {
  auto* call = new ServerStreamCall(method, state, context, request);
  if (absl::Status status = call->Admit(); !status.ok()) call->Finish(call->Conclude(status));
  return call;
}

// Waits for the write under way, if any; false when there will be no more.
bool ServerStreamCall::AwaitWrite() {
  if (!broken_.ok()) return false;
  switch (gate_.Await(std::min(deadline(), absl::Now() + state().max_stream_pause))) {
    case StreamGate::Outcome::kDone:
      return true;
    case StreamGate::Outcome::kEnded:
      broken_ = absl::CancelledError("the caller has gone");
      return false;
    case StreamGate::Outcome::kTimedOut:
      broken_ = absl::DeadlineExceededError("the caller did not read for too long");
      // The write still holds bytes_: the stream must end before the call can.
      transport().TryCancel();
      return false;
  }
  return false;
}

bool ServerStreamCall::Write(const google::protobuf::Message& message) {
  if (!AwaitWrite()) return false;
  bytes_ = Piece(message);
  gate_.Begin();
  StartWrite(&bytes_);
  return true;
}

absl::Status ServerStreamCall::Handle(pg::Session& session) {
  RETURN_IF_ERROR(StillWanted());
  std::unique_ptr<google::protobuf::Message> request = method().handler.new_request();
  RETURN_IF_ERROR(ParseMessage(*request_bytes_, request.get()));
  if (!method().request_fields.empty()) {
    RETURN_IF_ERROR(method().request_fields.Check(principal(), *request));
  }
  CallContext& context = OpenContext(&session);
  absl::Status status =
      Guard([&] { return method().handler.server_stream(context, *request, *this); });
  AwaitWrite();
  return broken_.ok() ? status : broken_;
}

void ServerStreamCall::Run(pg::Session& session) {
  const absl::Status status = Handle(session);
  // gRPC may delete this before Finish returns.
  Finish(Conclude(status));
}

}  // namespace mainstay::rpc
