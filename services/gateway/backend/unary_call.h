// One unary call to a backend whose answer comes back to the caller's executor.
#pragma once

#include <memory>
#include <utility>

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <boost/asio/any_io_executor.hpp>

#include "services/gateway/backend/call_parameters.h"

namespace mainstay::gateway {

// Deletes itself once its listener has been told. All methods, and the listener, on the executor's
// thread.
class UnaryCall {
 public:
  class Listener {
   public:
    // The last word of the call. `response` is empty unless the status is OK.
    virtual void OnUnaryDone(const grpc::Status& status, const grpc::ByteBuffer& response) = 0;

   protected:
    ~Listener() = default;
  };

  // `keep_alive` owns `listener` and is held until the call is over.
  static UnaryCall* Start(grpc::GenericStub& stub, const CallParameters& parameters,
                          std::string request, boost::asio::any_io_executor executor,
                          Listener* listener, std::shared_ptr<void> keep_alive);

  // The call ends soon, with CANCELLED if it was not over yet.
  void Cancel() { context_.TryCancel(); }

 private:
  UnaryCall(std::string request, boost::asio::any_io_executor executor, Listener* listener,
            std::shared_ptr<void> keep_alive);
  void OnDone(grpc::Status status);

  grpc::ClientContext context_;
  grpc::ByteBuffer request_, response_;
  grpc::Status status_;
  boost::asio::any_io_executor executor_;
  Listener* const listener_;
  std::shared_ptr<void> keep_alive_;
};

}  // namespace mainstay::gateway
