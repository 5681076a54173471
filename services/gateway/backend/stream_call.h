// One streaming call to a backend, of any kind, with backpressure in both directions. Its events
// come to the caller's executor, one at a time.
#pragma once

#include <memory>
#include <string>

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>
#include <boost/asio/any_io_executor.hpp>

#include "services/gateway/backend/call_parameters.h"

namespace mainstay::gateway {

// Deletes itself after Listener::OnStreamDone. All public methods, and the listener, on the
// executor's thread, whose io_context runs on one thread.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  class Listener {
   public:
    // A message; the next one comes only after Resume().
    virtual void OnStreamMessage(const grpc::ByteBuffer& message) = 0;
    // The transport took what Write gave it: the next Write may come.
    virtual void OnStreamWritten() = 0;
    // The last word of the call.
    virtual void OnStreamDone(const grpc::Status& status) = 0;

   protected:
    ~Listener() = default;
  };

  // `keep_alive` owns `listener` and is held until the call is over.
  static StreamCall* Start(grpc::GenericStub& stub, const CallParameters& parameters,
                           boost::asio::any_io_executor executor, Listener* listener,
                           std::shared_ptr<void> keep_alive);

  // One at a time. After the backend has ended the call it does nothing, and no OnStreamWritten
  // comes.
  void Write(std::string message, bool last);
  // Asks for the next message.
  void Resume();
  // The call ends soon.
  void Cancel();

 private:
  StreamCall(boost::asio::any_io_executor executor, Listener* listener,
             std::shared_ptr<void> keep_alive);
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;
  void End();
  template <class F>
  void Post(F event);

  grpc::ClientContext context_;
  grpc::ByteBuffer incoming_, outgoing_;
  grpc::Status status_;
  // No operation may start any more. The hold that lets other threads than gRPC's start
  // operations is given back at that moment; gRPC calls OnDone only after it.
  bool ended_ = false;
  bool reading_ = false;
  boost::asio::any_io_executor executor_;
  Listener* const listener_;
  std::shared_ptr<void> keep_alive_;
};

}  // namespace mainstay::gateway
