// One call of a watch (Router::Watch). A worker has it while it looks; then it is parked until it
// is time for the next look, and what it wrote goes out meanwhile. Only who has the call, a worker
// or the parking, finishes it.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "common/rpc/incoming_call.h"
#include "common/rpc/parking.h"

namespace mainstay::rpc {

class WatchCall final : public IncomingCall,
                        public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                        private RawWriter,
                        private Parkable {
 public:
  // As UnaryCall::Start.
  static grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(const Method& method,
                                                           const ServerState& state,
                                                           grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request);

  // One look.
  void Run(pg::Session& session) override;

 private:
  WatchCall(const Method& method, const ServerState& state, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request)
      : IncomingCall(method, state, context), request_bytes_(request) {}

  void Unpark(bool closing) override;
  // Puts the message behind those on their way. False when the caller has gone.
  bool Write(const google::protobuf::Message& message) override;
  absl::Status Begin(pg::Session& session);
  absl::StatusOr<std::optional<absl::Time>> Look(pg::Session& session);
  // Finishes with `status`, as soon as what was written is out. By who has the call, and has it no
  // more then; so with ParkForWrites, which takes over the lock.
  void End(absl::Status status);
  // Parks until the caller has taken what was written; one that does not for too long is ended.
  void ParkForWrites(std::unique_lock<std::mutex> lock);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

  const grpc::ByteBuffer* const request_bytes_;
  CallContext* call_context_ = nullptr;
  std::unique_ptr<RawWatcher> watcher_;
  std::optional<absl::Status> ending_;  // how the call ends, as soon as nothing is being written

  // Held where the call is parked or woken, so that no wake-up falls between a look at what follows
  // and the parking.
  std::mutex mutex_;
  std::deque<grpc::ByteBuffer> waiting_;  // to be written after bytes_
  grpc::ByteBuffer bytes_;                // what is being written
  bool writing_ = false;
  bool wake_when_written_ = false;
  absl::Time write_start_;
};

}  // namespace mainstay::rpc
