#include "common/rpc/unary_call.h"

#include "common/rpc/admission.h"
#include "common/rpc/messages.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// Without a look at who calls, what about and how: under overload most of what a server does would
// else be done for calls that it refuses.
grpc::ServerUnaryReactor* TurnAway(const Method& method, grpc::CallbackServerContext* context) {
  method.metrics.Record(absl::StatusCode::kResourceExhausted, absl::ZeroDuration());
  AddPushback(AdmissionQueue::kPushback, context);
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(method.overfull);
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* UnaryCall::Start(const Method& method, const ServerState& state,
                                           grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) {
  if (method.queue->Overfull(method.lane)) return TurnAway(method, context);
  auto* call = new UnaryCall(method, state, context, request, response);
  // Finishing before gRPC has bound the reactor is allowed: it is done when bound.
  if (absl::Status status = call->Admit(); !status.ok()) call->Finish(call->Conclude(status));
  return call;
}

absl::Status UnaryCall::Prepare() {
  RETURN_IF_ERROR(StillWanted());
  if (request_ != nullptr) return absl::OkStatus();  // prepared by the batcher that handed it on
  request_ = method().handler.new_request();
  response_ = method().handler.new_response();
  RETURN_IF_ERROR(ParseMessage(*request_bytes_, request_.get()));
  if (method().request_fields.empty()) return absl::OkStatus();
  return method().request_fields.Check(principal(), *request_);
}

bool UnaryCall::LeaveBatch() {
  if (!method().handler.alone) return false;
  absl::Status status = Prepare();
  if (status.ok()) {
    if (!method().handler.alone(*request_)) return false;
    status = method().workers->Offer(0, this, deadline());
    if (status.ok()) return true;
  }
  Close(std::move(status));
  return true;
}

bool UnaryCall::Open(pg::Session& session) {
  if (absl::Status status = Prepare(); !status.ok()) {
    Close(std::move(status));
    return false;
  }
  handler_context_ = &OpenContext(&session);
  return true;
}

void UnaryCall::Run(pg::Session& session) {
  if (!Open(session)) return;
  Close(Guard(
      [this] { return method().handler.unary(*handler_context_, *request_, response_.get()); }));
}

void UnaryCall::Close(absl::Status status) {
  if (status.ok()) {
    if (!method().response_fields.empty()) {
      method().response_fields.Mask(principal(), response_.get());
    }
    *response_bytes_ = SerializeMessage(*response_);
  }
  // Freed here, mostly by the thread that made them: malloc then needs no other thread's arena.
  response_.reset();
  request_.reset();
  // gRPC may delete this call before Finish returns.
  Finish(Conclude(status));
}

}  // namespace mainstay::rpc
