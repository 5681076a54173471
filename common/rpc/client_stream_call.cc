#include "common/rpc/client_stream_call.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/rpc/messages.h"
#include "common/status/status.h"

namespace mainstay::rpc {

grpc::ServerReadReactor<grpc::ByteBuffer>* ClientStreamCall::Start(
    const Method& method, const ServerState& state, grpc::CallbackServerContext* context,
    grpc::ByteBuffer* response) {
  auto* call = new ClientStreamCall(method, state, context, response);
  if (absl::Status status = call->Admit(); !status.ok()) call->Finish(call->Conclude(status));
  return call;
}

void ClientStreamCall::ReadAhead() {
  gate_.Begin();
  reading_ = true;
  StartRead(&next_bytes_);
}

bool ClientStreamCall::Fail(absl::Status status) {
  ended_ = true;
  if (broken_.ok()) broken_ = std::move(status);
  MarkCancelled();  // so that the handler does not take it for the end of what was sent
  return false;
}

// gRPC ends the reads of a stream that was reset just as those of one that was completed, and tells
// of the reset separately, maybe later. But nothing can be sent on a stream that was reset.
bool ClientStreamCall::PeerIsThere() {
  gate_.Begin();
  StartSendInitialMetadata();
  const absl::Time until = std::min(deadline(), absl::Now() + state().max_stream_pause);
  return gate_.Await(until) == StreamGate::Outcome::kDone && !cancelled();
}

bool ClientStreamCall::Read(google::protobuf::Message* message) {
  if (ended_) return false;
  if (!reading_) ReadAhead();
  switch (gate_.Await(std::min(deadline(), absl::Now() + state().max_stream_pause))) {
    case StreamGate::Outcome::kEnded:
      reading_ = false;
      ended_ = true;
      return PeerIsThere() ? false : Fail(absl::CancelledError("the caller has gone"));
    case StreamGate::Outcome::kTimedOut:
      return Fail(status::Error(absl::StatusCode::kDeadlineExceeded, "UPLOAD_STALLED",
                                "nothing came for too long; send the rest in another call where "
                                "the method can be resumed"));
    case StreamGate::Outcome::kDone:
      break;
  }
  grpc::ByteBuffer bytes;
  bytes.Swap(&next_bytes_);
  ReadAhead();
  message->Clear();
  if (absl::Status status = ParseMessage(bytes, message); !status.ok()) return Fail(status);
  if (!method().request_fields.empty()) {
    absl::Status status = method().request_fields.Check(principal(), *message);
    if (!status.ok()) return Fail(std::move(status));
  }
  return true;
}

absl::Status ClientStreamCall::Handle(pg::Session& session) {
  RETURN_IF_ERROR(StillWanted());
  response_ = method().handler.new_response();
  CallContext& context = OpenContext(&session);
  absl::Status status =
      Guard([&] { return method().handler.client_stream(context, *this, response_.get()); });
  if (!broken_.ok()) return broken_;
  // What the handler made of a stream cut short is no answer.
  if (cancelled()) RETURN_IF_ERROR(StillWanted());
  return status;
}

void ClientStreamCall::Run(pg::Session& session) {
  absl::Status status = Handle(session);
  if (status.ok()) {
    if (!method().response_fields.empty()) {
      method().response_fields.Mask(principal(), response_.get());
    }
    *response_bytes_ = SerializeMessage(*response_);
  }
  // A read under way ends with the call; gRPC may delete this before Finish returns.
  Finish(Conclude(status));
}

}  // namespace mainstay::rpc
