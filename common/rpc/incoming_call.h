// What every kind of call to this server goes through: set-up on gRPC's thread, the queue, one run
// on a worker, one answer, one record of it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/auth/verifier.h"
#include "common/rpc/call_context.h"
#include "common/rpc/method.h"

namespace mainstay::rpc {

class Parking;

// Tells a client that calls again by itself when to do so.
void AddPushback(absl::Duration delay, grpc::CallbackServerContext* context);

// What the calls of a server share.
struct ServerState {
  auth::Verifier* verifier;
  const time::Clock* clock;
  absl::Duration max_stream_pause;
  Parking* parking;  // of watches
};

// Lives from its arrival until gRPC is done with it (the reactor's OnDone).
class IncomingCall {
 public:
  IncomingCall(const Method& method, const ServerState& state,
               grpc::CallbackServerContext* context);
  virtual ~IncomingCall() = default;
  IncomingCall(const IncomingCall&) = delete;
  IncomingCall& operator=(const IncomingCall&) = delete;

  const Method& method() const { return method_; }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  // Runs the handler and answers; worker thread. The call may be gone when this returns.
  virtual void Run(pg::Session& session) = 0;

 protected:
  // Who calls and what of the accounts they reach (auth), then into the method's queue. An error
  // is to be answered at once. After OK a worker may already be at it.
  absl::Status Admit();

  // Into the method's queue again, of a call that was admitted before; as Admit.
  absl::Status Readmit();

  // The context for the handler. Once a call.
  CallContext& OpenContext(pg::Session* session);
  const auth::Principal& principal() const { return context_ ? context_->principal() : principal_; }
  absl::Time deadline() const { return deadline_; }
  const ServerState& state() const { return state_; }
  grpc::CallbackServerContext& transport() { return *transport_; }

  // Why not to run a call any more: the caller has gone, or stopped waiting.
  absl::Status StillWanted() const;
  void MarkCancelled() { cancelled_.store(true, std::memory_order_relaxed); }

  // A message of a stream as it is sent: without what the caller may not see.
  grpc::ByteBuffer Piece(const google::protobuf::Message& message) const;

  // Runs `handler`; an exception becomes INTERNAL, logged with the trace id.
  absl::Status Guard(const std::function<absl::Status()>& handler) const;

  // Writes the log line and the metrics, sets the trailing metadata, and gives what to finish with.
  grpc::Status Conclude(const absl::Status& status);

 private:
  absl::Status Identify();

  const Method& method_;
  const ServerState& state_;
  grpc::CallbackServerContext* const transport_;
  const absl::Time arrival_;
  absl::Time deadline_;
  trace::TraceContext trace_;
  auth::Principal principal_;  // until OpenContext
  std::string token_;          // likewise
  auth::AccountScope scope_ = auth::AccountScope::Team("");
  std::optional<CallContext> context_;
  std::atomic<bool> cancelled_{false};
};

// Logs what a handler threw; for Guard and the batcher.
absl::Status LogException(const std::exception_ptr& thrown, std::string_view method,
                          std::string_view trace_id);

}  // namespace mainstay::rpc
