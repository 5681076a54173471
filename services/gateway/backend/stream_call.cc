#include "services/gateway/backend/stream_call.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "services/gateway/backend/byte_buffer.h"

namespace mainstay::gateway {

StreamCall::StreamCall(boost::asio::any_io_executor executor, Listener* listener,
                       std::shared_ptr<void> keep_alive)
    : executor_(std::move(executor)), listener_(listener), keep_alive_(std::move(keep_alive)) {}

StreamCall* StreamCall::Start(grpc::GenericStub& stub, const CallParameters& parameters,
                              boost::asio::any_io_executor executor, Listener* listener,
                              std::shared_ptr<void> keep_alive) {
  auto* call = new StreamCall(std::move(executor), listener, std::move(keep_alive));
  Apply(parameters, &call->context_);
  stub.PrepareBidiStreamingCall(&call->context_, parameters.rpc_path, {}, call);
  call->AddHold();
  call->Resume();
  call->StartCall();
  return call;
}

template <class F>
void StreamCall::Post(F event) {
  boost::asio::post(executor_, std::move(event));
}

void StreamCall::Write(std::string message, bool last) {
  if (ended_) return;
  outgoing_ = ToByteBuffer(std::move(message));
  if (last) {
    StartWriteLast(&outgoing_, grpc::WriteOptions());
  } else {
    StartWrite(&outgoing_);
  }
}

void StreamCall::Resume() {
  if (ended_ || reading_) return;
  reading_ = true;
  StartRead(&incoming_);
}

void StreamCall::Cancel() {
  context_.TryCancel();
  if (!reading_) End();  // else the read fails, and ends it
}

void StreamCall::End() {
  if (ended_) return;
  ended_ = true;
  RemoveHold();
}

// The three below run on threads of gRPC.

void StreamCall::OnReadDone(bool ok) {
  Post([this, ok] {
    reading_ = false;
    if (!ok) return End();
    if (!ended_) listener_->OnStreamMessage(incoming_);
  });
}

void StreamCall::OnWriteDone(bool ok) {
  Post([this, ok] {
    outgoing_.Clear();
    if (ok && !ended_) listener_->OnStreamWritten();
  });
}

void StreamCall::OnDone(const grpc::Status& status) {
  status_ = status;
  Post(
      [self = std::unique_ptr<StreamCall>(this)] { self->listener_->OnStreamDone(self->status_); });
}

}  // namespace mainstay::gateway
