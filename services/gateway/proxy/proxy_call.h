// One proxied gRPC call: every message of the caller goes to the backend, every message of the
// backend to the caller, each only when the one before has been taken. Works the same for all four
// kinds of call.
//
// Two reactors: this one faces the caller, `Backward` the backend. Their callbacks run on threads
// of gRPC, at the same time too. The backend's call ends first; its OnDone finishes the caller's,
// whose OnDone deletes both.
#pragma once

#include <string>

#include <grpcpp/client_context.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/auth/verifier.h"
#include "common/trace/trace.h"
#include "services/gateway/limit/rate_limiter.h"
#include "services/gateway/limit/trusted_proxies.h"
#include "services/gateway/proxy/proxy_routes.h"

namespace mainstay::gateway {

// What every call stands on; outlives them.
struct ProxyCollaborators {
  const ProxyRoutes* routes;
  auth::Verifier* verifier;
  RateLimiter* limiter;           // null: no limit
  const TrustedProxies* proxies;  // null: none
};

class ProxyCall final : public grpc::ServerGenericBidiReactor {
 public:
  ProxyCall(const ProxyCollaborators& collaborators, grpc::GenericCallbackServerContext* context);
  // Refuses or starts. Once.
  void Begin();

 private:
  class Backward final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    explicit Backward(ProxyCall* call) : call_(call) {}
    void OnReadDone(bool ok) override { call_->OnBackendMessage(ok); }
    void OnWriteDone(bool ok) override { call_->OnBackendTook(ok); }
    void OnDone(const grpc::Status& status) override { call_->OnBackendDone(status); }

   private:
    ProxyCall* const call_;
  };

  ~ProxyCall() override = default;

  // The caller's side.
  void OnReadDone(bool ok) override;
  void OnSendInitialMetadataDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override { backend_context_.TryCancel(); }
  void OnDone() override;

  // The backend's side.
  void OnBackendMessage(bool ok);
  void OnBackendTook(bool ok);
  void OnBackendDone(const grpc::Status& status);

  // The caller's messages can no longer be sent on.
  void CloseUp();
  absl::Status Identify();
  // The address that calls without a token are limited by.
  std::string Caller() const;
  void Forward();
  void ForwardMetadata();
  void Refuse(const absl::Status& status);

  const ProxyCollaborators& collaborators_;
  grpc::GenericCallbackServerContext* const context_;
  const absl::Time start_ = absl::Now();
  const ProxyRoute* route_;
  trace::TraceContext trace_;
  std::string subject_;
  grpc::StatusCode code_ = grpc::StatusCode::OK;

  grpc::ClientContext backend_context_;
  Backward backward_{this};
  grpc::ByteBuffer up_, down_, after_answer_;
  bool has_answer_ = false;  // `down_` is the one message of a call that does not stream them

  // Operations on the backend's call that start in callbacks of the caller's need holds, which put
  // off its OnDone: one until nothing more is written, one until nothing more is read.
  absl::Mutex mutex_;
  bool up_open_ ABSL_GUARDED_BY(mutex_) = true;     // the first of the two is held
  bool answering_ ABSL_GUARDED_BY(mutex_) = false;  // a message has been sent to the caller
};

}  // namespace mainstay::gateway
