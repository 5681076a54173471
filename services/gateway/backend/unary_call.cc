#include "services/gateway/backend/unary_call.h"

#include <boost/asio/post.hpp>

#include "services/gateway/backend/byte_buffer.h"

namespace mainstay::gateway {

UnaryCall::UnaryCall(std::string request, boost::asio::any_io_executor executor, Listener* listener,
                     std::shared_ptr<void> keep_alive)
    : request_(ToByteBuffer(std::move(request))),
      executor_(std::move(executor)),
      listener_(listener),
      keep_alive_(std::move(keep_alive)) {}

UnaryCall* UnaryCall::Start(grpc::GenericStub& stub, const CallParameters& parameters,
                            std::string request, boost::asio::any_io_executor executor,
                            Listener* listener, std::shared_ptr<void> keep_alive) {
  auto* call =
      new UnaryCall(std::move(request), std::move(executor), listener, std::move(keep_alive));
  Apply(parameters, &call->context_);
  stub.UnaryCall(&call->context_, parameters.rpc_path, {}, &call->request_, &call->response_,
                 [call](grpc::Status status) { call->OnDone(std::move(status)); });
  return call;
}

// On a thread of gRPC: everything else happens on the executor, the deletion too.
void UnaryCall::OnDone(grpc::Status status) {
  status_ = std::move(status);
  boost::asio::post(executor_, [self = std::unique_ptr<UnaryCall>(this)] {
    self->listener_->OnUnaryDone(self->status_, self->response_);
  });
}

}  // namespace mainstay::gateway
